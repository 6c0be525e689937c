using System.Buffers;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using GrpcExp.Rpc.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Rpc;

/// <summary>
/// What one unary call costs on the managed heap inside the runtime: the context that the handler is given, and the reader and
/// writer of its messages. The messages themselves, the handler's task and the server below are not counted.
/// </summary>
public sealed class UnaryAllocationTests
{
    private const int Calls = 2_000;

    // ServerCall, on a 64-bit machine.
    private const long BytesPerCall = 136;

    private const int Measurements = 5;

    [Fact]
    public void A_unary_call_allocates_its_context_and_no_more()
    {
        var exchange = new CannedExchange([0, 0, 0, 0, 3, 7, 8, 9]);
        var handler = Handler();
        Run(handler, exchange, Calls);
        Assert.Equal("0", exchange.Trailers["grpc-status"].ToString());
        Assert.Equal([0, 0, 0, 0, 3, 7, 8, 9], exchange.Written.ToArray());

        // The runtime itself may allocate on this thread now and then: the least of several is the cost of the call.
        var least = Enumerable.Range(0, Measurements).Min(_ => Measure(handler, exchange));
        Assert.InRange(least, 1, BytesPerCall);
    }

    private static long Measure(UnaryHandler<byte[], byte[]> handler, CannedExchange exchange)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(handler, exchange, Calls);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private static void Run(UnaryHandler<byte[], byte[]> handler, CannedExchange exchange, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            exchange.Rewind();
            var call = handler.HandleAsync(exchange.Http);
            Assert.True(call.IsCompletedSuccessfully);
        }
    }

    private static UnaryHandler<byte[], byte[]> Handler()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrpc();
        var settings = new ServerMethodSettings(new GrpcServiceOptions(), services.BuildServiceProvider(), NullLogger.Instance);
        byte[] message = [7, 8, 9];
        // One array stands for every message, so that no message is counted.
        var marshaller = Marshallers.Create<byte[]>(
            (m, context) =>
            {
                context.SetPayloadLength(m.Length);
                context.GetBufferWriter().Write(m);
                context.Complete();
            },
            context => context.PayloadAsReadOnlySequence().Length == 3 ? message : throw new InvalidOperationException());
        var answer = Task.FromResult(message);
        return new UnaryHandler<byte[], byte[]>(
            new Method<byte[], byte[]>(MethodType.Unary, "s", "m", marshaller, marshaller), settings, (_, _) => answer);
    }
}
