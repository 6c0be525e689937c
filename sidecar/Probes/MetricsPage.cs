using GrpcExp.Evaluation;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Sidecar;

/// <summary>What /metrics says.</summary>
internal sealed class MetricsPage(SnapshotState state, SidecarCounters counters, EvaluationCounters evaluations, ExposureShipper? exposures = null)
{
    private static readonly (EvaluationProtocol Protocol, string Label)[] Protocols =
    [
        (EvaluationProtocol.Grpc, "grpc"), (EvaluationProtocol.Raw, "raw"), (EvaluationProtocol.Flagd, "flagd"), (EvaluationProtocol.Ofrep, "ofrep"),
    ];

    private static readonly (EvaluationReason Reason, string Label)[] Reasons =
    [
        (EvaluationReason.Static, "static"), (EvaluationReason.Default, "default"), (EvaluationReason.TargetingMatch, "targeting_match"),
        (EvaluationReason.Split, "split"), (EvaluationReason.Disabled, "disabled"), (EvaluationReason.PrerequisiteFailed, "prerequisite_failed"),
        (EvaluationReason.Holdout, "holdout"),
    ];

    private static readonly (EvaluationErrorCode Code, string Label)[] Errors =
    [
        (EvaluationErrorCode.FlagNotFound, "flag_not_found"), (EvaluationErrorCode.TypeMismatch, "type_mismatch"),
        (EvaluationErrorCode.UnitIdMissing, "unit_id_missing"), (EvaluationErrorCode.NotReady, "not_ready"),
        (EvaluationErrorCode.InvalidContext, "invalid_context"),
    ];

    public Task WriteAsync(HttpContext context)
    {
        var text = new PrometheusText();
        var snapshot = state.Current;
        text.Gauge("grpcexp_sidecar_ready", "1 when flags can be answered.", snapshot is null ? 0 : 1);
        text.Gauge("grpcexp_sidecar_revision", "Revision being served.", snapshot?.Revision.Value ?? 0);
        text.Gauge("grpcexp_sidecar_flags", "Flags in the snapshot being served.", snapshot?.Model.Flags.Count ?? 0);
        text.Gauge(
            "grpcexp_sidecar_in_touch", "1 while a source confirms that the revision is the newest.", snapshot is not null && state.StaleAge is null ? 1 : 0);
        text.Gauge("grpcexp_sidecar_stale_seconds", "Age of the snapshot while no source is in touch, else 0.", state.StaleAge?.TotalSeconds ?? 0);
        text.Counter("grpcexp_sidecar_snapshots_refused_total", "Snapshots refused.", state.Refusals);
        text.Counter("grpcexp_sidecar_grpc_calls_total", "Calls over HTTP/2.", counters.Grpc);
        text.Counter("grpcexp_sidecar_raw_connections_refused_total", "Raw connections refused over the limit.", counters.RefusedConnections);
        text.Counter("grpcexp_sidecar_peers_refused_total", "Connections of users that are not allowed.", counters.RefusedPeers);
        WriteEvaluations(text);
        WriteExposures(text);
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(text.ToString());
    }

    private void WriteExposures(PrometheusText text)
    {
        // Without a control plane to send to, all of these are 0 and say that nothing is recorded.
        const string Sums = "grpcexp_sidecar_exposures_total";
        const string Places = "grpcexp_sidecar_exposures_pending";
        var balance = exposures?.Books.Balance ?? default;
        text.Gauge("grpcexp_sidecar_exposures_recorded", "1 when exposures are recorded and sent to a control plane.", exposures is null ? 0 : 1);
        text.Gauge("grpcexp_sidecar_exposures_in_touch", "1 while the control plane takes exposures.", exposures is { IsInTouch: true } ? 1 : 0);
        text.CounterFamily(
            Sums,
            "Exposures: generated here, restored from the spool at the start, repeated within the hour and not generated again, acknowledged by the "
            + "control plane, of those known to it already (duplicate) or refused with a reason that it keeps (rejected), and dropped.");
        text.Series(Sums, "state", "generated", balance.Generated);
        text.Series(Sums, "state", "restored", balance.Restored);
        text.Series(Sums, "state", "repeated", exposures?.Books.Repeated ?? 0);
        text.Series(Sums, "state", "acknowledged", balance.Acknowledged);
        text.Series(Sums, "state", "duplicate", balance.Duplicate);
        text.Series(Sums, "state", "rejected", balance.Rejected);
        text.Series(Sums, "state", "dropped", balance.Dropped);
        text.GaugeFamily(Places, "Exposures on their way, by where they are.");
        text.Series(Places, "place", "queue", balance.Queued);
        text.Series(Places, "place", "waiting", balance.Waiting);
        text.Series(Places, "place", "spool", balance.Spooled);
        text.Gauge("grpcexp_sidecar_exposures_unaccounted", "Generated and restored, less acknowledged, dropped and pending: 0 unless there is a defect.", balance.Unaccounted);
        text.Gauge("grpcexp_sidecar_exposure_spool_bytes", "Size of the spool.", exposures?.SpooledBytes ?? 0);
    }

    private void WriteEvaluations(PrometheusText text)
    {
        const string Name = "grpcexp_sidecar_evaluations_total";
        text.CounterFamily(Name, "Evaluations by protocol and reason; those without an answer have reason error and say which.");
        foreach (var (protocol, label) in Protocols)
        {
            foreach (var (reason, reasonLabel) in Reasons)
            {
                text.Series(Name, $"protocol=\"{label}\",reason=\"{reasonLabel}\"", evaluations.Of(protocol, reason));
            }

            foreach (var (code, errorLabel) in Errors)
            {
                text.Series(Name, $"protocol=\"{label}\",reason=\"error\",error=\"{errorLabel}\"", evaluations.Of(protocol, code));
            }
        }
    }
}
