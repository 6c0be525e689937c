using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Reads what the page of one experiment shows.</summary>
internal sealed class ExperimentReader(
    ControlStore store, ScorecardReader scorecards, MetricEffectReader effects, DailyEffectReader daily, ExposureReader exposures, TimeProvider time)
{
    private static readonly string[] Roles = ["primary", "guardrail", "secondary"];

    /// <exception cref="ControlException">NotFound, or InvalidArgument for a key that is none.</exception>
    public async Task<ExperimentModel> ReadAsync(
        string key, string metric, string variant, bool isAbsolute, Func<Experiment, IReadOnlyList<MoveLink>> movesOf, CancellationToken cancellationToken)
    {
        if (!Violations.IsKey(key))
        {
            throw ControlException.NotFound($"experiments/{Violations.Shown(key)}");
        }

        var (experiment, history) = await store.ReadAsync(
            async (session, token) => (
                await session.FindExperimentAsync(key, token).ConfigureAwait(false) ?? throw ControlException.NotFound($"experiments/{key}"),
                await session.ListAuditEventsAsync(new AuditQuery(0, $"experiments/{key}", Limits.MaxPageSize), token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        var stored = await scorecards.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var found = (await effects.ListAsync(key, cancellationToken).ConfigureAwait(false))
            .OrderBy(effect => Array.IndexOf(Roles, effect.Role)).ThenBy(effect => effect.Metric, StringComparer.Ordinal).ToList();
        var focus = found.FirstOrDefault(effect => effect.Metric == metric && effect.Variant == variant)
            ?? found.FirstOrDefault(effect => effect.Metric == metric)
            ?? found.FirstOrDefault();
        return new ExperimentModel(
            experiment,
            stored,
            found,
            focus,
            focus is null ? [] : await daily.ListAsync(key, focus.Metric, cancellationToken).ConfigureAwait(false),
            await exposures.ListUnitsAsync(key, cancellationToken).ConfigureAwait(false),
            await exposures.ListDaysAsync(key, cancellationToken).ConfigureAwait(false),
            [.. history.Reverse()],
            movesOf(experiment),
            isAbsolute,
            time.GetUtcNow().UtcDateTime);
    }
}
