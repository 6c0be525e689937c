using System.Globalization;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Sidecar;

/// <summary>Live (the process runs) and ready (flags can be answered).</summary>
internal sealed class Probes(SnapshotState state, SnapshotFollower follower)
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

    private static Task Write(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
