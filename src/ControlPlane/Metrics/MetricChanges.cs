using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Updates;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Says in which fields two definitions differ.</summary>
internal static class MetricChanges
{
    /// <summary>Names of the contract, in its order, of the fields that an author writes and that differ.</summary>
    public static IReadOnlyList<string> Between(Metric one, Metric other) =>
    [
        .. Metric.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => !FixedFields.Of(Metric.Descriptor).Contains(field.Name))
            .Where(field => !Equals(field.Accessor.GetValue(one), field.Accessor.GetValue(other)))
            .Select(field => field.Name),
    ];
}
