using GrpcExp.Contracts.Control.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>Gives an experiment the buckets of its traffic; ramping up only ever adds some.</summary>
internal static class Allocations
{
    /// <summary>Replaces the allocations of an experiment by those of its present traffic.</summary>
    public static void Renew(Experiment experiment)
    {
        VariantWeight[] weights = [.. experiment.Variants.Select(variant => new VariantWeight(variant.Variant, variant.WeightBasisPoints))];
        var allocations = VariantAllocator.Ramp(
            [.. experiment.Allocations.Select(SnapshotMapping.ToAllocation)],
            weights,
            new BasisPoints(TrafficOf(experiment)));
        experiment.Allocations.Clear();
        experiment.Allocations.Add(allocations.Select(SnapshotMapping.ToContract));
    }

    /// <summary>Share of eligible units in basis points; unset means everybody.</summary>
    public static int TrafficOf(Experiment experiment) =>
        experiment.TrafficBasisPoints == 0 ? Bucketing.BucketCount : experiment.TrafficBasisPoints;
}
