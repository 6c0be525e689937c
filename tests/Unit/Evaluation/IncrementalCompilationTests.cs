using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using GrpcExp.Tests;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Evaluation;

/// <summary>A snapshot compiled on top of another one answers as if it had been compiled alone, and refuses the same.</summary>
public sealed class IncrementalCompilationTests
{
    private const int FlagsEach = 30;

    [Fact]
    [Trait("Promise", "P3.5")]
    public void Random_changes_leave_no_trace_of_how_the_snapshot_came_about()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var requests = GeneratedCases.Requests(seed, FlagsEach, 300).ToList();
            var body = Generated(seed);
            var current = Open(body, null)!;
            for (var revision = 2; revision <= 20; revision++)
            {
                body = body.Clone();
                body.Revision = revision;
                Change(body, random);
                var alone = Open(body, null);
                var onTop = Open(body, current);
                Assert.Equal(alone is null, onTop is null);
                if (alone is null)
                {
                    body = current.Body;
                    continue;
                }

                foreach (var request in requests)
                {
                    Assert.Equal(Answer(alone, request), Answer(onTop!, request));
                }

                current = onTop!;
            }
        }
    }

    [Fact]
    public void Only_what_changed_is_compiled_again()
    {
        var body = Generated(1);
        foreach (var flag in body.Flags)
        {
            flag.Prerequisites.Clear();
        }

        var first = Open(body, null)!;
        body = body.Clone();
        body.Flags[4].Enabled = !body.Flags[4].Enabled;
        body.Revision++;
        var second = Open(body, first)!;
        var changed = second.Model.Flags.Zip(first.Model.Flags).Where(pair => !ReferenceEquals(pair.First, pair.Second)).Select(pair => pair.First.Key);
        Assert.Equal([body.Flags[4].Key], changed);
    }

    [Fact]
    public void A_layer_taken_from_under_an_unchanged_experiment_is_refused()
    {
        var body = Generated(1);
        var first = Open(body, null)!;
        Assert.Contains(body.Experiments, experiment => experiment.LayerKey.Length > 0);
        body = body.Clone();
        body.Layers.Clear();
        Assert.Null(Open(body, first));
    }

    [Fact]
    public void A_circle_closed_by_one_changed_flag_is_refused()
    {
        var body = new Snapshot { Environment = "test", Epoch = "e1", Revision = 1, Flags = { Sync.Snapshots.Switch("a"), Sync.Snapshots.Switch("b") } };
        body.Flags[0].Prerequisites.Add(new Control.Prerequisite { FlagKey = "b", Variants = { "on" } });
        var first = Open(body, null)!;
        body = body.Clone();
        body.Flags[1].Prerequisites.Add(new Control.Prerequisite { FlagKey = "a", Variants = { "on" } });
        Assert.Null(Open(body, first));
    }

    private static void Change(Snapshot body, Random random)
    {
        var flag = body.Flags[random.Next(body.Flags.Count)];
        switch (random.Next(8))
        {
            case 0:
                flag.Enabled = !flag.Enabled;
                break;
            case 1:
                flag.DefaultVariant = flag.Variants[random.Next(flag.Variants.Count)].Key;
                break;
            case 2:
                body.Flags.Remove(flag);
                break;
            case 3 when body.Experiments.Count > 0:
                body.Experiments.RemoveAt(random.Next(body.Experiments.Count));
                break;
            case 4:
                body.Segments[random.Next(body.Segments.Count)].IncludedUnits.Add($"unit-{random.Next(100)}");
                break;
            case 5:
                flag.Prerequisites.Clear();
                flag.Prerequisites.Add(new Control.Prerequisite { FlagKey = body.Flags[random.Next(body.Flags.Count)].Key, Variants = { "v0" } });
                break;
            case 6:
                flag.Rules.Clear();
                break;
            default:
                body.Layers.RemoveAt(body.Layers.Count - 1);
                body.Layers.Add(new Control.Layer { Key = GeneratedConfiguration.LayerKey(1) });
                break;
        }
    }

    private static Snapshot Generated(int seed) => GeneratedSnapshots.Snapshot(seed, FlagsEach);

    private static LoadedSnapshot? Open(Snapshot body, LoadedSnapshot? previous) =>
        SnapshotCodec.TryOpen(SnapshotCodec.Seal(body.Clone()), out var loaded, out _, previous) ? loaded : null;

    private static EvaluationResult Answer(LoadedSnapshot snapshot, Contracts.Evaluation.V1.EvaluateRequest request) =>
        Evaluator.Evaluate(snapshot.Model, GeneratedSnapshots.ToEvaluation(request), GeneratedSnapshots.Now);
}
