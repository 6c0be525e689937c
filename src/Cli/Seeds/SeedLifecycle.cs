using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Seeds;

/// <summary>An experiment of the seeds and how far it is to be taken.</summary>
/// <param name="Experiment">The draft.</param>
/// <param name="State">Where it ends up.</param>
/// <param name="StartTime">When its traffic began, UTC; null when it never did.</param>
/// <param name="EndTime">When it was concluded, UTC; null when it was not.</param>
/// <param name="Decision">What was decided then.</param>
/// <param name="ShippedVariant">Variant that was shipped; empty when none was.</param>
internal sealed record SeedLifecycle(
    Experiment Experiment,
    ExperimentState State,
    DateTimeOffset? StartTime,
    DateTimeOffset? EndTime,
    Decision Decision,
    string ShippedVariant);
