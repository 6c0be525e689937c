using GrpcExp.Contracts.Control.V1;
using GrpcExp.Warehouse.Definitions;
using MetricFilter = GrpcExp.Contracts.Control.V1.MetricFilter;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Conditions of the contract as the warehouse's.</summary>
internal static class MetricFilters
{
    /// <summary>A condition whose operator is set.</summary>
    public static Warehouse.Definitions.MetricFilter Of(MetricFilter filter) => new(
        filter.Property,
        filter.Operator switch
        {
            MetricFilterOperator.Equals => FilterOperator.Equals,
            MetricFilterOperator.NotEquals => FilterOperator.NotEquals,
            MetricFilterOperator.In => FilterOperator.In,
            MetricFilterOperator.GreaterThan => FilterOperator.GreaterThan,
            MetricFilterOperator.GreaterOrEqual => FilterOperator.GreaterOrEqual,
            MetricFilterOperator.LessThan => FilterOperator.LessThan,
            MetricFilterOperator.LessOrEqual => FilterOperator.LessOrEqual,
            MetricFilterOperator.Present => FilterOperator.Present,
            _ => throw new InvalidOperationException($"A condition on {filter.Property} has no operator."),
        },
        filter.Operator switch
        {
            MetricFilterOperator.In => [.. filter.Values],
            MetricFilterOperator.Present => [],
            _ => [filter.Value],
        });
}
