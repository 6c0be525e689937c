using System.Net;
using Grpc.Core;
using GrpcExp.Rpc.Client;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

/// <summary>The tables of "HTTP to gRPC Status Code Mapping" and of "Errors" in the gRPC over HTTP/2 protocol.</summary>
public sealed class StatusMappingTests
{
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public void An_HTTP_status_has_its_gRPC_status(int http, StatusCode code) =>
        Assert.Equal(code, HttpStatusMapping.ToStatusCode((HttpStatusCode)http));

    [Theory]
    [InlineData(0x1, StatusCode.Internal)] // PROTOCOL_ERROR
    [InlineData(0x7, StatusCode.Unavailable)] // REFUSED_STREAM
    [InlineData(0x8, StatusCode.Cancelled)] // CANCEL
    [InlineData(0xb, StatusCode.ResourceExhausted)] // ENHANCE_YOUR_CALM
    [InlineData(0xc, StatusCode.PermissionDenied)] // INADEQUATE_SECURITY
    public void A_reset_stream_has_its_gRPC_status_however_deep_it_is_wrapped(long error, StatusCode code) =>
        Assert.Equal(
            code,
            HttpStatusMapping.FromException(new HttpRequestException("x", new IOException("y", new HttpProtocolException(error, "z", null)))));

    [Fact]
    public void A_lost_connection_is_UNAVAILABLE_and_a_programming_error_is_INTERNAL()
    {
        Assert.Equal(StatusCode.Unavailable, HttpStatusMapping.FromException(new HttpRequestException("refused")));
        Assert.Equal(StatusCode.Unavailable, HttpStatusMapping.FromException(new IOException("reset")));
        Assert.Equal(StatusCode.Internal, HttpStatusMapping.FromException(new InvalidOperationException("bug")));
    }

    [Theory]
    [InlineData("5", StatusCode.NotFound)]
    [InlineData("0", StatusCode.OK)]
    [InlineData("17", StatusCode.Unknown)]
    [InlineData("-1", StatusCode.Unknown)]
    [InlineData("five", StatusCode.Unknown)]
    [InlineData(null, StatusCode.Unknown)]
    public void A_missing_or_damaged_grpc_status_is_UNKNOWN(string? text, StatusCode code)
    {
        using var response = new HttpResponseMessage();
        if (text is not null)
        {
            response.TrailingHeaders.TryAddWithoutValidation("grpc-status", text);
        }

        Assert.Equal(code, ResponseHeaders.StatusOf(response.TrailingHeaders).StatusCode);
    }

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("APPLICATION/GRPC;charset=utf-8", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/json", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_application_grpc_is_gRPC(string? contentType, bool isGrpc) =>
        Assert.Equal(isGrpc, WireNames.IsGrpcContentType(contentType));

    // The texts are those of the handler: it tells a connection that was closed in order from a stream that was reset by nothing else.
    [Theory]
    [InlineData("The HTTP/2 server closed the connection. HTTP/2 error code 'NO_ERROR' (0x0).", StatusCode.Unavailable)]
    [InlineData("net_http_http2_connection_close, NO_ERROR, 0", StatusCode.Unavailable)]
    [InlineData("The HTTP/2 server reset the stream. HTTP/2 error code 'NO_ERROR' (0x0).", StatusCode.Internal)]
    public void A_connection_that_was_closed_without_an_error_is_lost_and_a_stream_that_was_reset_is_broken(string message, StatusCode expected) =>
        Assert.Equal(expected, HttpStatusMapping.FromException(new HttpRequestException("x", new HttpProtocolException(0, message, null))));
}
