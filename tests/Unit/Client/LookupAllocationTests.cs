using GrpcExp.Client;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>
/// What a single lookup costs in memory, on every thread of the client; the server here answers prepared bytes. Alone, because what
/// the whole process allocates is counted.
/// </summary>
[CollectionDefinition(nameof(LookupAllocationTests), DisableParallelization = true)]
[Collection(nameof(LookupAllocationTests))]
public sealed class LookupAllocationTests
{
    private const int Lookups = 20_000;

    /// <summary>The answer itself is some 300 bytes: message, value, and the texts of key, variant and experiment.</summary>
    private const int Most = 500;

    [Fact]
    public async Task A_lookup_costs_little_more_than_its_answer()
    {
        await using var server = new EchoingServer(new EvaluateResponse
        {
            FlagKey = "flag-7",
            Value = new FlagValue { BoolValue = true },
            Variant = "on",
            Reason = Reason.Split,
            ExperimentKey = "experiment-7",
            Bucket = 1234,
            FlagVersion = 1,
            Revision = 1,
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Timeout = TimeSpan.FromSeconds(30) });
        var unit = new UnitContext("u1").With("country", "DE");
        Assert.True(await client.GetBoolAsync("flag-7", unit, false, TestContext.Current.CancellationToken));
        await RunAsync(client, unit);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(client, unit);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Lookups;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:0} bytes a lookup");
        Assert.InRange(each, 1, Most);
    }

    private static Task RunAsync(GrpcExpClient client, UnitContext unit) => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
    {
        for (var index = 0; index < Lookups / 16; index++)
        {
            await client.GetBoolAsync("flag-7", unit, false);
        }
    })));
}
