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

    /// <summary>
    /// Error codes of HTTP/2 RST_STREAM and GOAWAY, by the "Errors" table of gRPC over HTTP/2; those of HTTP/3 (from
    /// 0x100, RFC 9114) by what they share with them.
    /// </summary>
    public static StatusCode FromHttp2Error(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: nothing was processed
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        0x107 => StatusCode.ResourceExhausted, // H3_EXCESSIVE_LOAD
        0x10b => StatusCode.Unavailable, // H3_REQUEST_REJECTED
        0x10c => StatusCode.Cancelled, // H3_REQUEST_CANCELLED
        _ => StatusCode.Internal,
    };

    /// <summary>What a failure of the transport means: INTERNAL when the peer is broken, UNAVAILABLE when it is gone.</summary>
    public static StatusCode FromException(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            if (e is HttpProtocolException protocol)
            {
                return IsLoss(protocol) ? StatusCode.Unavailable : FromHttp2Error(protocol.ErrorCode);
            }
        }

        return exception is HttpRequestException or IOException ? StatusCode.Unavailable : StatusCode.Internal;
    }

    // A peer that went silent is reported as PROTOCOL_ERROR, as if it had said so, and one that says GOAWAY without an error and
    // goes as NO_ERROR, as if it had reset the stream. Both are lost, and only the message tells; its resource key stands there
    // where messages are trimmed away.
    private static bool IsLoss(HttpProtocolException exception) =>
        Says(exception, "KeepAlivePing", "net_ping_request_timed_out")
        || (exception.ErrorCode == 0 && Says(exception, "closed the connection", "net_http_http2_connection_close"));

    private static bool Says(HttpProtocolException exception, string text, string key) =>
        exception.Message.Contains(text, StringComparison.Ordinal) || exception.Message.Contains(key, StringComparison.Ordinal);
}
