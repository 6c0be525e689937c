using BenchmarkDotNet.Attributes;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Echo.V1;

namespace GrpcExp.Micro.Rpc;

/// <summary>From the start of a call, by way of its cancellation at the client, to the token of its handler.</summary>
[SimpleJob(launchCount: 1, warmupCount: 2, iterationCount: 5, invocationCount: 200)]
public class CancellationBenchmarks
{
    private EchoHost _host = null!;
    private GrpcChannel _channel = null!;
    private EchoService.EchoServiceClient _client = null!;

    [GlobalSetup]
    public async Task StartAsync() => _host = await EchoHost.StartAsync();

    // A server closes a connection that cancels calls without end: each iteration has one of its own.
    [IterationSetup]
    public void Connect()
    {
        _channel = _host.Connect();
        _client = new EchoService.EchoServiceClient(_channel);
    }

    [IterationCleanup]
    public void Disconnect() => _channel.Dispose();

    [GlobalCleanup]
    public ValueTask StopAsync() => _host.DisposeAsync();

    [Benchmark]
    public async Task Cancel_until_the_handler_knows()
    {
        var visit = _host.ExpectVisit();
        using var cancellation = new CancellationTokenSource();
        using var call = _client.HoldAsync(new EchoMessage(), cancellationToken: cancellation.Token);
        await visit.Entered;
        await cancellation.CancelAsync();
        await visit.Cancelled;
        try
        {
            await call;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled)
        {
        }
    }
}
