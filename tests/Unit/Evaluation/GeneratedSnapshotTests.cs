using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using GrpcExp.Tests;
using static GrpcExp.Unit.Evaluation.GeneratedSnapshots;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Evaluation;

/// <summary>What holds for every snapshot, tried on generated ones that use everything there is.</summary>
public sealed class GeneratedSnapshotTests
{
    private const int Snapshots = 40;
    private const int FlagsEach = 30;

    [Fact]
    public void Explaining_gives_the_same_answer_and_nothing_throws() => Each((model, requests) =>
    {
        foreach (var request in requests)
        {
            var evaluation = ToEvaluation(request);
            var plain = Evaluator.Evaluate(model, evaluation, Now);
            var explained = Evaluator.Explain(model, evaluation, Now);
            Assert.Equal(plain, explained.Result);
            Assert.Equal(plain.ErrorCode == EvaluationErrorCode.None, plain.Variant is not null);
        }
    });

    [Fact]
    public void A_unit_is_in_at_most_one_experiment_of_a_layer_and_held_out_of_all_or_none() => Each((model, requests) =>
    {
        foreach (var unit in requests.Select(request => request.Context.UnitId).Distinct().Take(100))
        {
            var request = new EvaluateRequest { Context = new EvaluationContext { UnitId = unit } };
            var taken = new List<string>();
            foreach (var flag in model.Flags)
            {
                request.FlagKey = flag.Key;
                if (Evaluator.Evaluate(model, ToEvaluation(request), Now).ExperimentKey is { } experiment)
                {
                    taken.Add(experiment);
                }
            }

            var layers = model.Flags.SelectMany(flag => flag.Experiments).Where(one => taken.Contains(one.Key) && one.LayerKey is not null).Select(one => one.LayerKey);
            Assert.Distinct(layers);
            Assert.True(taken.Count == 0 || Bucketing.Bucket("holdout:test", unit) < 9_000, $"{unit} is held out and in {string.Join(", ", taken)}");
        }
    });

    [Fact]
    [Trait("Promise", "P3.5")]
    public void Ramping_up_never_moves_a_unit_between_variants_nor_takes_one_out() => Each((before, requests) =>
    {
        // The same configuration with traffic of 5, 50 and 100 %: who had a variant keeps it.
        var models = new[] { 500, 5_000, 10_000 }.Select(traffic => SnapshotModel.Compile(SnapshotMapping.ToConfig(GeneratedSnapshots.Snapshot(before.Revision.Value, FlagsEach, traffic)))).ToList();
        foreach (var request in requests)
        {
            request.ExpectedType = Control.FlagType.Unspecified;
            EvaluationResult? known = null;
            foreach (var model in models)
            {
                var result = Evaluator.Evaluate(model, ToEvaluation(request), Now);
                if (known?.ExperimentKey is { } experiment)
                {
                    Assert.Equal((experiment, known.Value.Variant), (result.ExperimentKey, result.Variant));
                }

                known = result;
            }
        }
    });

    [Fact]
    public void No_lookup_allocates() => Each((model, requests) =>
    {
        var prepared = requests.Take(200).Select(request => (request, Attributes: Attributes(request))).ToList();

        // The pattern engine builds its automaton on first use, and the runtime now and then charges something of its own to the thread
        // that happens to run. A lookup that allocates does so every time.
        Run();
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Run()));

        long Run()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var (request, attributes) in prepared)
            {
                Evaluator.Evaluate(model, new EvaluationRequest(request.FlagKey, request.Context.UnitId, attributes, (FlagType)request.ExpectedType), Now);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    });

    [Fact]
    public void Every_reason_and_error_is_met()
    {
        var met = new HashSet<(EvaluationReason, EvaluationErrorCode)>();
        Each((model, requests) => met.UnionWith(requests.Select(request => Evaluator.Evaluate(model, ToEvaluation(request), Now)).Select(result => (result.Reason, result.ErrorCode))));
        Assert.Equal(
            Enum.GetValues<EvaluationReason>().Except([EvaluationReason.Unspecified]).Order(), met.Select(one => one.Item1).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<EvaluationErrorCode>().Except([EvaluationErrorCode.NotReady]).Order(), met.Select(one => one.Item2).Distinct().Order());
    }

    private static void Each(Action<SnapshotModel, List<EvaluateRequest>> check)
    {
        for (var seed = 1; seed <= Snapshots; seed++)
        {
            var model = SnapshotModel.Compile(SnapshotMapping.ToConfig(GeneratedSnapshots.Snapshot(seed, FlagsEach)));
            check(model, [.. GeneratedCases.Requests(seed, FlagsEach, 500)]);
        }
    }
}
