namespace GrpcExp.Rpc.Wire;

/// <summary>Header names and constants of the gRPC-over-HTTP/2 protocol.</summary>
internal static class WireNames
{
    public const string ContentType = "application/grpc";
    public const string WebContentType = "application/grpc-web";
    public const string WebTextContentType = "application/grpc-web-text";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string PreviousAttempts = "grpc-previous-rpc-attempts";
    public const string RetryPushback = "grpc-retry-pushback-ms";
    public const string Identity = "identity";

    // The Connect protocol, which otherwise uses the headers of HTTP.
    public const string JsonContentType = "application/json";
    public const string ProtoContentType = "application/proto";
    public const string ConnectStreamContentType = "application/connect+";
    public const string ConnectVersion = "connect-protocol-version";
    public const string ConnectTimeout = "connect-timeout-ms";
    public const string ConnectTrailerPrefix = "trailer-";

    // A header that names the compression of a client's requests; it is taken out before sending.
    public const string RequestEncoding = "grpc-internal-encoding-request";

    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>application/grpc, application/grpc+proto, application/grpc;… but not application/grpc-web.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType == ContentType || (contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+' or ' '));

    /// <summary>Headers that belong to the protocol and are not shown to, or set by, applications.</summary>
    public static bool IsReserved(string lowerCaseKey) => lowerCaseKey switch
    {
        Status or Message or Timeout or Encoding or AcceptEncoding or RequestEncoding => true,
        "content-type" or "te" or "host" or "accept-encoding" or "content-encoding" => true,
        "connection" or "transfer-encoding" or "content-length" or "upgrade" or "keep-alive" => true,
        _ => lowerCaseKey.Length == 0 || lowerCaseKey[0] == ':',
    };
}
