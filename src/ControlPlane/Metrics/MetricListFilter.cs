using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Which metrics a list call wants.</summary>
internal static class MetricListFilter
{
    /// <summary>Notes what is wrong with the filter, and gives it.</summary>
    public static Func<Metric, bool> Of(Violations violations, ListMetricsRequest request)
    {
        EnumRules.Check(violations, "tier", request.Tier, isRequired: false);
        violations.Text("owner_team", request.OwnerTeam, Limits.OwnerLength);
        violations.OptionalKey("parent_metric", request.ParentMetric);
        return metric => (request.Tier == MetricTier.Unspecified || metric.Tier == request.Tier)
            && (request.OwnerTeam.Length == 0 || metric.OwnerTeam == request.OwnerTeam)
            && (request.ParentMetric.Length == 0 || metric.ParentMetric == request.ParentMetric)
            && (!request.HasDeprecated || metric.Deprecated == request.Deprecated);
    }
}
