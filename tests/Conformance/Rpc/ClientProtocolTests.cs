using Grpc.Core;
using Grpc.Testing;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What our client makes of servers that break the rules, or use them to the full.</summary>
public sealed class ClientProtocolTests
{
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(500, StatusCode.Unknown)]
    public async Task An_HTTP_error_becomes_a_status(int http, StatusCode code)
    {
        var e = await Refused(code, context =>
        {
            context.Response.StatusCode = http;
            return context.Response.WriteAsync("<html>");
        });
        Assert.Contains(http.ToString(System.Globalization.CultureInfo.InvariantCulture), e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gRPC_status_is_worth_more_than_the_HTTP_status()
    {
        var e = await Refused(StatusCode.PermissionDenied, context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "7";
            context.Response.Headers["grpc-message"] = "not%20you";
            return Task.CompletedTask;
        });
        Assert.Equal("not you", e.Status.Detail);
    }

    [Fact]
    public async Task Another_content_type_is_UNKNOWN_and_named()
    {
        var e = await Refused(StatusCode.Unknown, context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("hello");
        });
        Assert.Contains("text/html", e.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("99")]
    public async Task A_damaged_status_is_UNKNOWN(string status) => await Refused(StatusCode.Unknown, Answer(NoBytes, status));

    [Fact]
    public async Task A_missing_status_is_UNKNOWN() => await Refused(StatusCode.Unknown, Answer(NoBytes, null));

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, StatusCode.Internal)] // truncated
    [InlineData(new byte[] { 0, 0 }, StatusCode.Internal)] // truncated
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xff }, StatusCode.Internal)] // no protobuf
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, StatusCode.Internal)] // compressed by nothing
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, StatusCode.Internal)] // two responses
    [InlineData(new byte[0], StatusCode.Internal)] // no response
    [InlineData(new byte[] { 0, 255, 0, 0, 0 }, StatusCode.ResourceExhausted)] // far too long
    public async Task A_malformed_response_is_refused(byte[] body, StatusCode code) => await Refused(code, Answer(body, "0"));

    [Fact]
    public async Task An_unknown_response_encoding_is_INTERNAL() =>
        await Refused(StatusCode.Internal, context =>
        {
            context.Response.Headers["grpc-encoding"] = "snappy";
            return Answer(NoBytes, "0")(context);
        });

    [Fact]
    public async Task Status_details_and_trailers_reach_the_caller()
    {
        var e = await Refused(StatusCode.InvalidArgument, context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "3";
            context.Response.Headers["grpc-message"] = "%E2%98%BA";
            context.Response.Headers["grpc-status-details-bin"] = "CAMSA2JhZA";
            context.Response.Headers["reason"] = "because";
            return Task.CompletedTask;
        });
        Assert.Equal("☺", e.Status.Detail);
        var details = Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal((3, "bad"), (details.Code, details.Message));
        Assert.Equal("because", e.Trailers.GetValue("reason"));
    }

    [Fact]
    public async Task A_request_carries_the_headers_of_the_protocol()
    {
        IHeaderDictionary? seen = null;
        await using var server = await RawServer.StartAsync(context =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
            return Answer(NoBytes, "0")(context);
        });
        using var channel = server.Connect();
        await new TestService.TestServiceClient(channel).EmptyCallAsync(
            new Empty(), new Metadata { { "data-bin", [1, 2] } }, DateTime.UtcNow.AddMinutes(5), Cancel);
        Assert.Equal("application/grpc", seen!.ContentType);
        Assert.Equal("trailers", seen["te"]);
        Assert.Equal("identity,gzip", seen["grpc-accept-encoding"]);
        Assert.Equal("AQI", seen["data-bin"]);
        Assert.Matches("^[0-9]{1,8}[mu]$", seen["grpc-timeout"].ToString());
        Assert.StartsWith("grpcexp-dotnet/", seen.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_UNAVAILABLE()
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");
        var e = await Assert.ThrowsAsync<RpcException>(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    private static RequestDelegate Answer(byte[] body, string? status) => async context =>
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(body);
        await context.Response.Body.FlushAsync();
        if (status is not null)
        {
            context.Response.AppendTrailer("grpc-status", status);
        }
    };

    private static async Task<RpcException> Refused(StatusCode code, RequestDelegate answer)
    {
        await using var server = await RawServer.StartAsync(answer);
        using var channel = server.Connect();
        using var call = new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(code, e.StatusCode);
        Assert.Equal(code, call.GetStatus().StatusCode);
        return e;
    }
}
