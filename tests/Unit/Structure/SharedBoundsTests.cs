using GrpcExp.Evaluation;
using GrpcExp.Sync;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Unit.Structure;

/// <summary>Bounds that rooms set apart from each other because they may not refer to one another, and that must agree.</summary>
public sealed class SharedBoundsTests
{
    [Fact]
    public void Whoever_can_be_assigned_can_be_counted()
    {
        Assert.Equal(EvaluationLimits.UnitIdBytes, IngestLimits.UnitIdBytes);
        Assert.Equal(EvaluationLimits.UnitIdBytes, GrpcExp.ControlPlane.Limits.UnitIdBytes);
    }

    [Fact]
    public void What_a_sidecar_sends_is_within_what_ingestion_takes()
    {
        Assert.Equal(IngestLimits.TextLength, ExposureLimits.AttributeLength);
        Assert.InRange(ExposureLimits.Batch, 1, GrpcExp.ControlPlane.Limits.IngestBatch);

        // The experiments beyond the limit share one more entry.
        Assert.InRange(ExposureLimits.DroppedExperiments + 1, 1, GrpcExp.ControlPlane.Limits.DroppedReports);
        Assert.InRange(ExposureIdentity.ToEventId(UInt128.MaxValue).Length, 1, IngestLimits.NameLength);
    }
}
