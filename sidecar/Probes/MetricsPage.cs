using GrpcExp.Evaluation;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Sidecar;

/// <summary>What /metrics says.</summary>
internal sealed class MetricsPage(SnapshotState state, SidecarCounters counters, EvaluationCounters evaluations)
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
        WriteEvaluations(text);
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(text.ToString());
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
