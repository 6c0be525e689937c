using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using GrpcExp.Tests;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Evaluation;

/// <summary>Snapshots and requests of the generators, as the evaluator takes them.</summary>
internal static class GeneratedSnapshots
{
    /// <summary>Between the past and the future of generated schedules.</summary>
    public static readonly DateTimeOffset Now = GeneratedCases.Past.AddYears(6);

    /// <summary>A snapshot as a control plane would compile it, with the seed as its revision.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="flags">How many flags.</param>
    /// <param name="traffic">Traffic of every experiment; null leaves it to the generator. With it, prerequisites are left out.</param>
    public static Snapshot Snapshot(long seed, int flags, int? traffic = null)
    {
        var configuration = new GeneratedConfiguration((int)seed, flags);
        var snapshot = new Snapshot { Environment = "test", Epoch = "e1", Revision = seed, Holdout = { new Control.BucketRange { Start = 9_000, End = 10_000 } } };
        snapshot.Flags.Add(configuration.Flags);
        snapshot.Segments.Add(configuration.Segments);
        if (traffic is not null)
        {
            // What a prerequisite answers changes with the traffic of its own experiment.
            foreach (var flag in snapshot.Flags)
            {
                flag.Prerequisites.Clear();
            }
        }

        var taken = new List<List<BucketRange>>();
        for (var i = 0; i < GeneratedConfiguration.Layers; i++)
        {
            snapshot.Layers.Add(new Control.Layer { Key = GeneratedConfiguration.LayerKey(i) });
            taken.Add([]);
        }

        foreach (var experiment in configuration.Experiments)
        {
            var running = new RunningExperiment
            {
                Key = experiment.Key, FlagKey = experiment.FlagKey, Targeting = experiment.Targeting, LayerKey = experiment.LayerKey, ControlVariant = "v0",
            };
            var weights = experiment.Variants.Select(variant => new VariantWeight(variant.Variant, variant.WeightBasisPoints)).ToList();
            running.Allocations.Add(
                VariantAllocator.Allocate(weights, new BasisPoints(traffic ?? experiment.TrafficBasisPoints)).Select(SnapshotMapping.ToContract));
            if (experiment.LayerKey.Length > 0)
            {
                var layer = taken[experiment.LayerKey[^1] - '0'];
                var slice = LayerAllocator.Take(layer, new BasisPoints(1_000)) ?? throw new InvalidOperationException("The layer is full.");
                layer.AddRange(slice);
                running.LayerSlice.Add(slice.Select(SnapshotMapping.ToContract));
            }

            snapshot.Experiments.Add(running);
        }

        return snapshot;
    }

    public static EvaluationRequest ToEvaluation(EvaluateRequest request) =>
        new(request.FlagKey, request.Context.UnitId, Attributes(request), (FlagType)request.ExpectedType);

    public static UnitAttribute[] Attributes(EvaluateRequest request) =>
        [.. request.Context.Attributes.Select(pair => new UnitAttribute(pair.Key, ConditionMapping.ToValue(pair.Value)))];
}
