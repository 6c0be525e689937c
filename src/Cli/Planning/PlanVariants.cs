using GrpcExp.Statistics.Planning;

namespace GrpcExp.Cli.Planning;

/// <summary>Names for variants that nobody has named yet.</summary>
internal static class PlanVariants
{
    public static IEnumerable<(string Name, VariantPlan Variant)> Named(ExperimentPlan plan) => plan.Variants.Select((variant, i) =>
        (i == 0 ? "control" : plan.Variants.Count == 2 ? "treatment" : $"treatment {i}", variant));
}
