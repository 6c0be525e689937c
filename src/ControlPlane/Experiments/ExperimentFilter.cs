using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Which experiments a list call wants, besides state and flag, which the database looks for.</summary>
internal static class ExperimentFilter
{
    /// <summary>Notes what is wrong with the filter, and gives it.</summary>
    public static Func<Experiment, bool> Of(Violations violations, ListExperimentsRequest request)
    {
        violations.AddIf(!System.Enum.IsDefined(request.State), "state", $"{(int)request.State} is unknown: give a state of the contract, or none");
        violations.OptionalKey("flag_key", request.FlagKey);
        violations.Text("owner", request.Owner, Limits.OwnerLength);
        violations.OptionalKey("layer_key", request.LayerKey);
        violations.OptionalKey("metric_key", request.MetricKey);
        var started = TimeRange.Read(violations, "start_time", request.MinStartTime, request.MaxStartTime);
        var ended = TimeRange.Read(violations, "end_time", request.MinEndTime, request.MaxEndTime);
        return experiment => (request.Owner.Length == 0 || experiment.Owner == request.Owner)
            && (request.LayerKey.Length == 0 || experiment.LayerKey == request.LayerKey)
            && (request.MetricKey.Length == 0 || ReviewRequirements.MetricsOf(experiment).Any(metric => metric.Key == request.MetricKey))
            && started.Has(experiment.StartTime)
            && ended.Has(experiment.EndTime);
    }
}
