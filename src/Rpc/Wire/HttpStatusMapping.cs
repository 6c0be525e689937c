using System.Net;
using Grpc.Core;

namespace GrpcExp.Rpc.Wire;

/// <summary>What an HTTP answer without a gRPC status means: the table of "HTTP to gRPC Status Code Mapping".</summary>
internal static class HttpStatusMapping
{
    public static StatusCode ToStatusCode(HttpStatusCode http) => http switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests => StatusCode.Unavailable,
        HttpStatusCode.BadGateway => StatusCode.Unavailable,
        HttpStatusCode.ServiceUnavailable => StatusCode.Unavailable,
        HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>Error codes of HTTP/2 RST_STREAM and GOAWAY, by the "Errors" table of gRPC over HTTP/2.</summary>
    public static StatusCode FromHttp2Error(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: nothing was processed
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    /// <summary>What a failure of the transport means: INTERNAL when the peer is broken, UNAVAILABLE when it is gone.</summary>
    public static StatusCode FromException(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            if (e is HttpProtocolException protocol)
            {
                return IsUnansweredPing(protocol) ? StatusCode.Unavailable : FromHttp2Error(protocol.ErrorCode);
            }
        }

        return exception is HttpRequestException or IOException ? StatusCode.Unavailable : StatusCode.Internal;
    }

    // A peer that answers no pings is gone; the handler reports it as PROTOCOL_ERROR, with no mark but its text.
    private static bool IsUnansweredPing(HttpProtocolException e) =>
        e.ErrorCode == 1 && e.Message.Contains("KeepAlivePingDelay", StringComparison.Ordinal);
}
