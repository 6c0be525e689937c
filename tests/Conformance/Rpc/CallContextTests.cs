using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Deadlines, credentials and what a handler knows of its call.</summary>
public sealed class CallContextTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_deadline_of_the_caller_is_the_deadline_of_the_handler()
    {
        var deadline = DateTime.UtcNow.AddMinutes(5);
        var seen = DateTime.MinValue;
        await using var server = await Capture(c => seen = c.Deadline);
        await server.Client.UnaryCallAsync(new SimpleRequest(), deadline: deadline, cancellationToken: Cancel);
        // It travels as a remainder, so the way there is added.
        Assert.InRange(seen, deadline.AddMilliseconds(-1), deadline.AddMinutes(1));
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task A_call_made_on_behalf_of_another_inherits_its_deadline()
    {
        var inner = DateTime.MinValue;
        await using var far = await Capture(c => inner = c.Deadline);
        var script = new Script
        {
            Unary = async (request, context) => await far.Client.UnaryCallAsync(
                request, new CallOptions(deadline: DateTime.UtcNow.AddHours(9)).WithPropagationToken(context.CreatePropagationToken())),
        };
        await using var near = await ScriptedServer.StartAsync(script);
        var deadline = DateTime.UtcNow.AddMinutes(5);
        await near.Client.UnaryCallAsync(new SimpleRequest(), deadline: deadline, cancellationToken: Cancel);
        Assert.InRange(inner, deadline.AddMilliseconds(-1), deadline.AddMinutes(2));
    }

    [Fact]
    public async Task A_deadline_in_the_past_ends_a_call_before_it_is_sent()
    {
        var calls = 0;
        await using var server = await Capture(_ => calls++);
        var e = await Assert.ThrowsAsync<RpcException>(() => server.Client.UnaryCallAsync(
            new SimpleRequest(), deadline: DateTime.UtcNow.AddMinutes(-1), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_deadline_that_is_not_UTC_is_refused()
    {
        await using var server = await Capture(_ => { });
        Assert.Throws<InvalidOperationException>(() => server.Client.UnaryCallAsync(
            new SimpleRequest(), deadline: DateTime.SpecifyKind(DateTime.UtcNow, DateTimeKind.Local), cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_handler_knows_its_method_peer_and_HTTP_request()
    {
        string? method = null;
        string? peer = null;
        string? protocol = null;
        await using var server = await Capture(c => (method, peer, protocol) = (c.Method, c.Peer, c.GetHttpContext().Request.Protocol));
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal(("/grpc.testing.TestService/UnaryCall", "unix:", "HTTP/2"), (method, peer, protocol));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Bearer abc")]
    public async Task Credentials_are_not_sent_in_the_clear_unless_the_channel_says_so(bool allow, string? expected)
    {
        string? token = "";
        await using var server = await ScriptedServer.StartAsync(
            new Script
            {
                Unary = (_, context) =>
                {
                    token = context.RequestHeaders.GetValue("authorization");
                    return Task.FromResult(new SimpleResponse());
                },
            },
            null,
            new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = allow });
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer abc");
            return Task.CompletedTask;
        });
        await server.Client.UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: credentials, cancellationToken: Cancel));
        Assert.Equal(expected, token);
    }

    [Fact]
    public async Task A_closed_channel_ends_its_calls()
    {
        var script = new Script { Unary = async (_, context) => { await Task.Delay(-1, context.CancellationToken); return new SimpleResponse(); } };
        await using var server = await ScriptedServer.StartAsync(script);
        var call = server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        await server.Channel.ShutdownAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
    }

    private static Task<ScriptedServer> Capture(Action<ServerCallContext> see) => ScriptedServer.StartAsync(new Script
    {
        Unary = (_, context) =>
        {
            see(context);
            return Task.FromResult(new SimpleResponse());
        },
    });
}
