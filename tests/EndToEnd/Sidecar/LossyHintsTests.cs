using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.Sidecar;

public sealed class LossyHintsTests
{
    private const int Revisions = 300;

    [Fact]
    [Trait("Promise", "P2.1")]
    [Trait("Promise", "P2.2")]
    [Trait("Promise", "P2.3")]
    public async Task With_hints_lost_doubled_and_shuffled_readers_never_go_back_and_end_at_the_last_revision()
    {
        var random = new Random(20_240_607);
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{RedisControlPlane.Server()}"], plane.Environment);
        await sidecar.UntilAsync(answer => answer.Revision == 1);
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(sidecar, stop.Token);

        var before = Snapshots.At(1, enabled: true, plane.Environment);
        var held = new List<ChangeMessage>();
        for (var revision = 2; revision <= Revisions; revision++)
        {
            // Both flags follow the revision, so that a batch mixed from two revisions shows.
            var after = Snapshots.At(revision, enabled: revision % 2 == 1, plane.Environment);
            after.Flags[1].Enabled = after.Flags[0].Enabled;
            after.Experiments.Clear();
            var message = SnapshotDeltas.Between(before, after, SnapshotCodec.Seal(after));
            await plane.PublishWithoutTellingAsync(after);
            before = after;
            held.AddRange(Enumerable.Repeat(message, random.Next(3)));
            while (held.Count > 0 && random.Next(4) > 0)
            {
                var index = random.Next(held.Count);
                await plane.SendAsync(held[index]);
                held.RemoveAt(index);
            }
        }

        await sidecar.UntilAsync(answer => answer is { Revision: Revisions, StaleAge: null });
        foreach (var late in held)
        {
            await plane.SendAsync(late);
        }

        await sidecar.UntilAsync(answer => answer is { Revision: Revisions, StaleAge: null });
        await stop.CancelAsync();
        var seen = await reading;
        Assert.True(seen.Count > 10, $"Only {seen.Count} revisions were seen.");
        Assert.Equal(seen.Order(), seen);
    }

    // Every revision that batches were answered at, in order, without repetitions.
    private static async Task<List<long>> ReadAsync(SidecarProcess sidecar, CancellationToken stop)
    {
        using var channel = sidecar.OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var one = new EvaluateRequest { FlagKey = "flag", Context = new EvaluationContext { UnitId = "u" } };
        var other = new EvaluateRequest { FlagKey = "tested", Context = one.Context };
        var request = new EvaluateBatchRequest { Requests = { one, other, one, other } };
        var seen = new List<long>();
        while (!stop.IsCancellationRequested)
        {
            var batch = await client.EvaluateBatchAsync(request, cancellationToken: TestContext.Current.CancellationToken);
            Assert.All(batch.Responses, answer => Assert.Equal(batch.Revision, answer.Revision));
            if (batch.Revision > 1)
            {
                Assert.Equal(batch.Responses[0].Value, batch.Responses[1].Value);
            }

            if (seen.Count == 0 || seen[^1] != batch.Revision)
            {
                seen.Add(batch.Revision);
            }
        }

        return seen;
    }
}
