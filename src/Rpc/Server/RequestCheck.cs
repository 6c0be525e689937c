using System.Globalization;
using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GrpcExp.Rpc.Server;

/// <summary>Whether an HTTP request is a gRPC call at all; answers it when it is not.</summary>
internal static class RequestCheck
{
    public static bool Passes(HttpContext http)
    {
        if (!WireNames.IsGrpcContentType(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Refuse(http, StatusCode.Internal, $"Content-Type '{http.Request.ContentType}' is not application/grpc.");
        }

        if (!CanCarryGrpc(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers[HeaderNames.Upgrade] = "h2c";
            return Refuse(http, StatusCode.Internal, $"gRPC needs HTTP/2; this request came by {http.Request.Protocol}.");
        }

        return true;
    }

    /// <summary>Whether a version of HTTP has the trailers that a status travels in.</summary>
    public static bool CanCarryGrpc(string protocol) => HttpProtocol.IsHttp2(protocol) || HttpProtocol.IsHttp3(protocol);

    /// <summary>Answers with a status alone.</summary>
    public static bool Refuse(HttpContext http, StatusCode code, string detail)
    {
        var headers = http.Response.Headers;
        headers.ContentType = WireNames.ContentType;
        headers.GrpcStatus = ((int)code).ToString(CultureInfo.InvariantCulture);
        headers.GrpcMessage = PercentEncoding.Encode(detail);
        return false;
    }
}
