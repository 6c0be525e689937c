using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Storage.Snapshots;

/// <summary>Cuts an experiment down to what an evaluator needs of it.</summary>
public static class RunningExperiments
{
    /// <summary>What a snapshot holds of the experiment.</summary>
    public static RunningExperiment Of(Experiment experiment) => new()
    {
        Key = experiment.Key,
        FlagKey = experiment.FlagKey,
        Targeting = experiment.Targeting,
        LayerKey = experiment.LayerKey,
        LayerSlice = { experiment.LayerSlice },
        Allocations = { experiment.Allocations },
        ControlVariant = experiment.Variants.FirstOrDefault(variant => variant.Control)?.Variant ?? "",
    };
}
