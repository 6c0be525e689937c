namespace GrpcExp.Rpc.Client;

/// <summary>Tells a connection that was never made from everything that can happen to one that was.</summary>
internal static class ConnectionFailure
{
    /// <summary>Whether an attempt failed before there was a connection, so that surely no server saw it.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        HttpRequestException http => http.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
        // SocketsHttpHandler.ConnectTimeout has passed.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
