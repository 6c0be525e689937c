using System.Net.Sockets;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>What is in flight when something else is in the way: a lock in the database that the test holds.</summary>
public sealed class InFlightTests
{
    private const int BatchesInFlight = 64;

    [Fact]
    public async Task A_batch_beyond_the_bound_is_refused_at_once_and_says_when_to_come_again()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using var server = await home.StartAsync();
        var ingest = new IngestService.IngestServiceClient(server.AsAdmin());
        await using var locks = await DatabaseLock.TakeAsync(home, "lock table raw.exposures in access exclusive mode");

        var calls = Enumerable.Range(0, BatchesInFlight + 1).Select(i => ingest.RecordExposuresAsync(Batch($"b{i}")).ResponseAsync).ToList();
        var first = await Task.WhenAny(calls);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => first);
        Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED"), (refusal.StatusCode, Refusals.Of(refusal).Reason));
        var details = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(1, Assert.Single(details.Details, detail => detail.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>().RetryDelay.Seconds);
        await locks.ReleaseAsync();
        calls.Remove(first);
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(1, answer.Accepted));
    }

    [Fact]
    public async Task A_stop_answers_the_write_in_flight_finishes_the_message_of_a_stream_and_gives_up_the_build()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using var server = await home.StartAsync();
        var admin = server.AsAdmin();
        await using var locks = await DatabaseLock.TakeAsync(home, "lock table environments in exclusive mode; lock table raw.exposures in access exclusive mode");
        var write = new FlagService.FlagServiceClient(admin).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("late") }).ResponseAsync;
        using var stream = new IngestService.IngestServiceClient(admin).StreamExposures();
        await stream.RequestStream.WriteAsync(Batch("streamed"));
        using var build = new AnalysisService.AnalysisServiceClient(admin).BuildWarehouse(new BuildWarehouseRequest());
        var building = DrainAsync(build);
        await Eventually.HoldsAsync(async () => await locks.CountWaitingAsync() >= 3, "write, stream and build wait for the locks");

        var exit = server.StopAsync();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => building)).StatusCode);
        await Eventually.HoldsAsync(() => IsClosedAsync(server.Address), "the server takes no more connections");
        await locks.ReleaseAsync();

        Assert.Equal("late", (await write).Key);
        var ended = Refusals.Of(await Assert.ThrowsAsync<RpcException>(() => stream.ResponseAsync));
        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE"), (ended.Code, ended.Reason));
        Assert.Contains("stored 1 rows", ended.Message, StringComparison.Ordinal);
        Assert.Equal(0, await exit);
        Assert.Equal(1L, await locks.CountAsync("select count(*) from raw.exposures"));
        Assert.DoesNotContain(server.Errors, line => line.Contains("incident", StringComparison.Ordinal));
    }

    private static RecordExposuresRequest Batch(string id) => new()
    {
        Exposures = { new Exposure { EventId = id, ExperimentKey = "e", FlagKey = "f", UnitId = "u", Variant = "v", ExposeTime = new Timestamp { Seconds = 1_760_000_000 } } },
    };

    private static async Task DrainAsync(AsyncServerStreamingCall<BuildProgress> build)
    {
        while (await build.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
        }
    }

    private static async Task<bool> IsClosedAsync(string address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", new Uri(address).Port, TestContext.Current.CancellationToken);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
