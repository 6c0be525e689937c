using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Interceptors of a client, over every shape of call: Grpc.Core.Interceptors.</summary>
public sealed class ClientInterceptorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_shape_passes_each_interceptor_once_the_first_outermost_and_keeps_what_they_changed()
    {
        var passed = new List<string>();
        await using var server = await RawServer.StartAsync(async context =>
        {
            lock (passed)
            {
                passed.Add(context.Request.Headers["passed"] + " " + context.Request.Headers["mine"] + " " + context.Request.Host);
            }

            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        using var channel = server.Connect();
        var trace = new List<string>();
        var client = new TestService.TestServiceClient(channel.Intercept(new ShapeInterceptor(trace, "a"), new ShapeInterceptor(trace, "b"))).WithHost("elsewhere");
        var options = new CallOptions(new Metadata { { "mine", "yes" } }, cancellationToken: Cancel);

        client.UnaryCall(new SimpleRequest(), options);
        await client.UnaryCallAsync(new SimpleRequest(), options);
        using var output = client.StreamingOutputCall(new StreamingOutputCallRequest(), options);
        Assert.True(await output.ResponseStream.MoveNext(Cancel));
        using var input = client.StreamingInputCall(options);
        await input.RequestStream.CompleteAsync();
        await input;
        using var duplex = client.FullDuplexCall(options);
        await duplex.RequestStream.CompleteAsync();
        Assert.True(await duplex.ResponseStream.MoveNext(Cancel));

        string[] shapes = ["blocking UnaryCall", "unary UnaryCall", "server StreamingOutputCall", "client StreamingInputCall", "duplex FullDuplexCall"];
        Assert.Equal(shapes.SelectMany(s => (string[])[$"a {s} elsewhere", $"b {s} elsewhere"]), trace);
        Assert.Equal(Enumerable.Repeat("a, b yes elsewhere", shapes.Length), passed);
        Assert.Equal("mine", Assert.Single(options.Headers!).Key);
    }

    [Fact]
    public async Task An_interceptor_may_stand_in_for_the_answer_of_a_failing_call()
    {
        var script = new Script
        {
            Unary = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no"), new Metadata { { "why", "gone" } }),
        };
        await using var server = await ScriptedServer.StartAsync(script);
        var client = new TestService.TestServiceClient(server.Channel.Intercept(new Fallback()));
        using var call = client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        Assert.Equal("gone", (await call.ResponseHeadersAsync).GetValue("why"));
        Assert.NotNull(await call);
        Assert.Equal(StatusCode.NotFound, call.GetStatus().StatusCode);
    }

    private sealed class Fallback : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(
                Answer(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        private static async Task<TResponse> Answer<TResponse>(Task<TResponse> response)
        {
            try
            {
                return await response;
            }
            catch (RpcException)
            {
                return Activator.CreateInstance<TResponse>();
            }
        }
    }
}
