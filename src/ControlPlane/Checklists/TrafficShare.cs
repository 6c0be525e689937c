using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>Which part of all units an experiment takes on a day after its start.</summary>
internal sealed class TrafficShare(Experiment experiment, DateTime start)
{
    private readonly double _layer = experiment.LayerKey.Length == 0 ? 1 : experiment.LayerSlice.Sum(range => range.End - range.Start) / 10_000.0;

    /// <summary>The share on a day, 0 to 1; targeting is not in it, because traffic does not say who would be targeted.</summary>
    /// <param name="day">0 for the first day. A step of the ramp counts from the first whole day after it.</param>
    public double On(int day)
    {
        var step = experiment.RampSteps.LastOrDefault(step => step.RampTime.ToDateTime() <= start.AddDays(day));
        return _layer * (step?.TrafficBasisPoints ?? Allocations.TrafficOf(experiment)) / 10_000.0;
    }
}
