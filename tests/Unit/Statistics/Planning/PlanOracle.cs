using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Planning;

/// <summary>A case of <c>Oracles/planning.json</c> as a design.</summary>
internal static class PlanOracle
{
    public static ExperimentDesign Design(JsonElement c) => new(Metric(c.GetProperty("metric")))
    {
        Shares = c.Numbers("shares"),
        Alpha = c.Number("alpha"),
        Alternative = Enum.Parse<Alternative>(c.GetProperty("alternative").GetString()!),
        TargetPower = c.Number("target"),
        Correction = Enum.Parse<PlannedCorrection>(c.GetProperty("correction").GetString()!),
        Adjustment = c.Number("covariates") > 0 ? new CovariateAdjustment(c.Number("r2"), (int)c.Number("covariates")) : null,
        Clusters = c.Number("cluster_size") > 0 ? new ClusteredUnits(c.Number("icc"), c.Number("cluster_size"), c.Number("cluster_cv")) : null,
        NonInferiorityMargin = c.Number("margin"),
        Looks = c.GetProperty("anytime").GetBoolean() ? PlannedLooks.AtAnyTime
            : c.Number("looks") > 1 ? PlannedLooks.GroupSequential((int)c.Number("looks"), Spending(c.GetProperty("spending").GetString()!))
            : PlannedLooks.Once,
    };

    private static SpendingFunction Spending(string name) => name == "pocock" ? SpendingFunction.Pocock : SpendingFunction.OBrienFleming;

    private static PlannedMetric Metric(JsonElement metric) => metric.GetProperty("kind").GetString() switch
    {
        "Mean" => PlannedMetric.Mean(metric.Number("baseline"), metric.Number("sd")),
        "Proportion" => PlannedMetric.Proportion(metric.Number("baseline")),
        _ => metric.Numbers("parts") is [var y, var sy, var d, var sd, var rho]
            ? PlannedMetric.Ratio(y, sy, d, sd, rho)
            : throw new InvalidDataException("A ratio has five parts."),
    };
}
