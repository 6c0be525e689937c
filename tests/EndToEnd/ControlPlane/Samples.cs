using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Well-formed resources to start from.</summary>
internal static class Samples
{
    public static Flag Flag(string key) => new()
    {
        Key = key,
        Type = FlagType.String,
        Owner = "checkout team",
        Enabled = true,
        Variants =
        {
            new Variant { Key = "control", Value = new FlagValue { StringValue = "old" } },
            new Variant { Key = "treatment", Value = new FlagValue { StringValue = "new" } },
        },
        DefaultVariant = "control",
    };

    public static Metric Metric(string key, MetricTier tier = MetricTier.Driver, MetricType type = MetricType.Conversion) => new()
    {
        Key = key,
        OwnerTeam = "growth",
        Tier = tier,
        Type = type,
        EventName = key,
        Direction = MetricDirection.Increase,
    };

    /// <summary>An experiment that lacks nothing; its flag and metrics must exist.</summary>
    public static Experiment Experiment(string key, string flagKey, string primary, string guardrail) => new()
    {
        Key = key,
        FlagKey = flagKey,
        Hypothesis = "The new checkout converts better because it asks for less.",
        Owner = "checkout team",
        Variants =
        {
            new ExperimentVariant { Variant = "control", Control = true, WeightBasisPoints = 5_000 },
            new ExperimentVariant { Variant = "treatment", WeightBasisPoints = 5_000 },
        },
        PrimaryMetric = primary,
        GuardrailMetrics = { guardrail },
        PowerPlan = new PowerPlan { MinimumDetectableEffect = 0.05, PlannedUnits = 1_000, PlannedDays = 14 },
        AnalysisMode = AnalysisMode.Itt,
    };
}
