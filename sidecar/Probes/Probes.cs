using System.Globalization;
using System.Text;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Sidecar;

/// <summary>Live (the process runs), ready (flags can be answered) and the numbers behind both.</summary>
internal sealed class Probes(SnapshotState state, SnapshotFollower follower, SidecarCounters counters)
{
    public static Task Live(HttpContext context) => Write(context, StatusCodes.Status200OK, "ok\n");

    /// <summary>Readiness hangs on a snapshot, not on its freshness: a stale answer is better than none.</summary>
    public Task Ready(HttpContext context)
    {
        if (state.Current is not { } snapshot)
        {
            var refusal = state.LastRefusal is { } last ? $"; the last one was refused: {last.Reason}" : "";
            return Write(context, StatusCodes.Status503ServiceUnavailable, $"not ready: no snapshot yet{refusal}\n");
        }

        var freshness = state.StaleAge is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"STALE {age.TotalSeconds:0} s")
            : $"fresh from {follower.SourceInTouch}";
        var refused = state.LastRefusal is { } refusedOne ? $"; revision {refusedOne.Revision} was refused: {refusedOne.Reason}" : "";
        return Write(context, StatusCodes.Status200OK, $"ready: epoch {snapshot.Epoch} revision {snapshot.Revision}, {freshness}{refused}\n");
    }

    /// <summary>Prometheus text format 0.0.4.</summary>
    public Task Metrics(HttpContext context)
    {
        var text = new StringBuilder();
        var snapshot = state.Current;
        Gauge(text, "grpcexp_sidecar_ready", "1 when flags can be answered.", snapshot is null ? 0 : 1);
        Gauge(text, "grpcexp_sidecar_revision", "Revision being served.", snapshot?.Revision.Value ?? 0);
        Gauge(text, "grpcexp_sidecar_flags", "Flags in the snapshot being served.", snapshot?.Model.Flags.Count ?? 0);
        Gauge(text, "grpcexp_sidecar_in_touch", "1 while a source confirms that the revision is the newest.", snapshot is not null && state.StaleAge is null ? 1 : 0);
        Gauge(text, "grpcexp_sidecar_stale_seconds", "Age of the snapshot while no source is in touch, else 0.", state.StaleAge?.TotalSeconds ?? 0);
        Counter(text, "grpcexp_sidecar_snapshots_refused_total", "Snapshots refused.", state.Refusals);
        Counter(text, "grpcexp_sidecar_grpc_calls_total", "Calls over gRPC.", counters.Grpc);
        Counter(text, "grpcexp_sidecar_raw_evaluations_total", "Evaluations over the raw protocol.", counters.Raw);
        Counter(text, "grpcexp_sidecar_flagd_evaluations_total", "Evaluations over the protocol of flagd.", counters.Flagd);
        Counter(text, "grpcexp_sidecar_ofrep_evaluations_total", "Evaluations over OFREP.", counters.Ofrep);
        Counter(text, "grpcexp_sidecar_raw_connections_refused_total", "Raw connections refused over the limit.", counters.RefusedConnections);
        Counter(text, "grpcexp_sidecar_peers_refused_total", "Connections of users that are not allowed.", counters.RefusedPeers);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text.ToString());
    }

    private static void Gauge(StringBuilder text, string name, string help, double value) => Append(text, name, help, "gauge", value);

    private static void Counter(StringBuilder text, string name, string help, double value) => Append(text, name, help, "counter", value);

    private static void Append(StringBuilder text, string name, string help, string type, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value:R}\n");

    private static Task Write(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
