using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.Conformance.Rpc;

public sealed class InterceptorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interceptors_stand_around_a_handler_the_first_outermost()
    {
        var trace = new ConcurrentQueue<string>();
        var script = new Script { Unary = (_, _) => Handled(trace) };
        await using var server = await ScriptedServer.StartAsync(
            script,
            o =>
            {
                o.Interceptors.Add<TraceInterceptor>(trace, "outer");
                o.Interceptors.Add<TraceInterceptor>(trace, "inner");
            });
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        using var stream = server.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        Assert.False(await stream.ResponseStream.MoveNext(Cancel));
        const string service = "/grpc.testing.TestService/";
        Assert.Equal(
            [$"outer {service}UnaryCall", $"inner {service}UnaryCall", "handler", $"outer {service}StreamingOutputCall", $"inner {service}StreamingOutputCall"],
            trace);
    }

    [Fact]
    public async Task An_interceptor_that_is_a_service_comes_from_the_container()
    {
        var trace = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(
            new Script(), o => o.Interceptors.Add<TraceInterceptor>(), services: s => s.AddSingleton(new TraceInterceptor(trace, "mine")));
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal(["mine /grpc.testing.TestService/UnaryCall"], trace);
    }

    [Fact]
    public async Task Interceptors_stand_around_a_client_the_first_outermost()
    {
        var trace = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(new Script());
        var client = new TestService.TestServiceClient(
            server.Channel.Intercept(new TraceInterceptor(trace, "outer"), new TraceInterceptor(trace, "inner")));
        await client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal(["outer UnaryCall", "inner UnaryCall"], trace);
    }

    [Fact]
    public async Task A_function_may_add_headers_to_every_call()
    {
        string? token = null;
        var script = new Script
        {
            Unary = (_, context) =>
            {
                token = context.RequestHeaders.GetValue("authorization");
                return Task.FromResult(new SimpleResponse());
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        var client = new TestService.TestServiceClient(server.Channel.Intercept(headers =>
        {
            headers.Add("authorization", "Bearer abc");
            return headers;
        }));
        await client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal("Bearer abc", token);
    }

    private static Task<SimpleResponse> Handled(ConcurrentQueue<string> trace)
    {
        trace.Enqueue("handler");
        return Task.FromResult(new SimpleResponse());
    }
}
