using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Charts;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Portfolio;

/// <summary>Reads the portfolio: one query a table, however many experiments there are.</summary>
internal sealed class PortfolioReader(ControlStore store, ExperimentStandingReader standings, MetricEffectReader effects, TimeProvider time)
{
    private const double LeastReach = 0.01;
    private const double ShareThatFits = 0.85;

    public async Task<PortfolioModel> ReadAsync(PortfolioQuery query, CancellationToken cancellationToken)
    {
        var all = new ResourceQuery("", "", int.MaxValue);
        var experiments = await store.ReadAsync(
            (session, token) => session.ListExperimentsAsync(all, ExperimentState.Unspecified, token), cancellationToken).ConfigureAwait(false);
        var standing = (await standings.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(one => one.ExperimentKey, StringComparer.Ordinal);
        var primary = (await effects.ListPrimaryAsync(cancellationToken).ConfigureAwait(false)).ToLookup(effect => effect.ExperimentKey, StringComparer.Ordinal);
        var now = time.GetUtcNow().UtcDateTime;
        var rows = experiments.Select(experiment => RowOf(experiment, standing.GetValueOrDefault(experiment.Key), primary[experiment.Key].ToList(), now)).ToList();
        var shown = PortfolioOrder.Sort(query, rows.Where(row => PortfolioOrder.Fits(query, row))).ToList();
        var running = rows.Where(row => row.Experiment.State == ExperimentState.Running).ToList();
        return new PortfolioModel(
            query,
            shown,
            experiments.CountBy(experiment => experiment.State).ToDictionary(),
            running.Count,
            running.Count(row => row.Recommendation == "SHIP"),
            running.Count(row => row.Verdict == "RED"),
            experiments.Count(experiment => experiment.State == ExperimentState.Review),
            standing.Values.FirstOrDefault()?.DataRevision ?? "",
            EvenDomain.Of(shown.Select(row => row.Primary).OfType<MetricEffect>().SelectMany(EndsOf), ShareThatFits, LeastReach));
    }

    private static IEnumerable<double> EndsOf(MetricEffect effect) => new[] { effect.Relative.Low, effect.Relative.High }.OfType<double>();

    private static PortfolioRow RowOf(Experiment experiment, ExperimentStanding? standing, IReadOnlyList<MetricEffect> effects, DateTime now)
    {
        var frozen = experiment.FrozenScorecard is { Verdict.Length: > 0 } scorecard ? scorecard : null;
        DateTime? end = experiment.EndTime?.ToDateTime() ?? (experiment.State == ExperimentState.Running ? now : null);
        var days = experiment.StartTime is { } start && end is { } until ? (int?)Math.Max(0, (int)(until - start.ToDateTime()).TotalDays) : null;
        return new PortfolioRow(
            experiment,
            frozen?.Verdict ?? standing?.Verdict ?? "",
            frozen?.Recommendation ?? standing?.Recommendation ?? "",
            days,
            standing,
            effects.MinBy(effect => effect.DecisionPValue ?? 2),
            Math.Max(0, effects.Count - 1));
    }
}
