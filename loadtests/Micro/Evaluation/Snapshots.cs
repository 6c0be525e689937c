using GrpcExp.Evaluation;

namespace GrpcExp.Micro.Evaluation;

/// <summary>Snapshots of a realistic size.</summary>
internal static class Snapshots
{
    /// <summary>
    /// Flags <c>flag-0</c>… of type bool: the first ones carry an experiment each, every other one after them two rules. The first
    /// experiment of all is in a layer, and a tenth of the units are held out.
    /// </summary>
    public static SnapshotModel WithExperiments(int flags, int experiments, bool holdout = false) => SnapshotModel.Compile(new SnapshotConfig
    {
        Environment = "benchmark",
        Revision = new Revision(1),
        Flags = [.. Enumerable.Range(0, flags).Select(i => Flag(i, hasRules: i >= experiments && i % 2 == 0))],
        Experiments = [.. Enumerable.Range(0, experiments).Select(Experiment)],
        Layers = [new LayerConfig { Key = "layer" }],
        Holdout = holdout ? [new BucketRange(9_000, 10_000)] : [],
    });

    private static FlagConfig Flag(int number, bool hasRules) => new()
    {
        Key = $"flag-{number}",
        Type = FlagType.Bool,
        Variants = [new("off", FlagValue.Bool(false)), new("on", FlagValue.Bool(true))],
        DefaultVariant = "off",
        Version = 1,
        Rules = !hasRules ? [] :
        [
            new RuleConfig
            {
                Key = "beta",
                Condition = ConditionConfig.AllOf(
                    ConditionConfig.Where("country", ConditionOperator.In, AttributeValue.Text("FR"), AttributeValue.Text("ES")),
                    ConditionConfig.Where("app_version", ConditionOperator.SemverGreaterThan, AttributeValue.Text("4.0.0"))),
                Variant = "on",
            },
            new RuleConfig
            {
                Key = "half",
                Condition = ConditionConfig.Where("country", ConditionOperator.Equals, AttributeValue.Text("DE")),
                Split = VariantAllocator.Allocate([new("off", 1), new("on", 1)], BasisPoints.All),
            },
        ],
    };

    private static ExperimentConfig Experiment(int number) => new()
    {
        Key = $"experiment-{number}",
        FlagKey = $"flag-{number}",
        Targeting = ConditionConfig.Where("country", ConditionOperator.In, AttributeValue.Text("DE"), AttributeValue.Text("FR")),
        Allocations = VariantAllocator.Allocate([new("off", 1), new("on", 1)], BasisPoints.All),
        ControlVariant = "off",
        LayerKey = number == 0 ? "layer" : null,
        LayerSlice = number == 0 ? [new BucketRange(0, 9_999)] : [],
    };
}
