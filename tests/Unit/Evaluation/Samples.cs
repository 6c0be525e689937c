using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

/// <summary>Small valid configurations to vary.</summary>
internal static class Samples
{
    public static SnapshotConfig Snapshot(params FlagConfig[] flags) =>
        new() { Environment = "test", Epoch = "e1", Revision = new Revision(7), Flags = flags };

    /// <summary>A boolean flag with variants <c>on</c> and <c>off</c>; off by default.</summary>
    public static FlagConfig Switch(string key) => new()
    {
        Key = key,
        Type = FlagType.Bool,
        Version = 3,
        Variants = [new VariantConfig("on", FlagValue.Bool(true)), new VariantConfig("off", FlagValue.Bool(false))],
        DefaultVariant = "off",
    };

    /// <summary>An experiment that takes every unit, half and half.</summary>
    public static ExperimentConfig Experiment(string key, string flag) => new()
    {
        Key = key,
        FlagKey = flag,
        Allocations = VariantAllocator.Allocate([new VariantWeight("off", 5000), new VariantWeight("on", 5000)], BasisPoints.All),
        ControlVariant = "off",
    };

    /// <summary>A switch that a condition turns on.</summary>
    public static SnapshotModel When(ConditionConfig condition, params SegmentConfig[] segments) => SnapshotModel.Compile(
        Snapshot(Switch("flag") with { Rules = [new RuleConfig { Key = "rule", Condition = condition, Variant = "on" }] }) with
        {
            Segments = segments,
        });

    /// <summary>Whether a condition holds for a unit.</summary>
    public static bool Holds(ConditionConfig condition, params UnitAttribute[] attributes) =>
        Evaluator.Evaluate(When(condition), new EvaluationRequest("flag", "unit-1", attributes), DateTimeOffset.UnixEpoch).Variant == "on";
}
