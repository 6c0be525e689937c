using System.Globalization;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Scorecards;

/// <summary>The verdicts of each day: the warehouse keeps only those of its last build.</summary>
public sealed class ScorecardDays(ControlStore store)
{
    /// <summary>Keeps the verdicts of a day; what was kept of it before is replaced.</summary>
    public async Task KeepAsync(DateOnly day, IReadOnlyList<ScorecardDay> scorecards, CancellationToken cancellationToken)
    {
        var name = NameOf(day);
        await store.QueryAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await Rows(context, name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                context.AddRange(scorecards.Select(scorecard => new ScorecardDayRow
                {
                    Environment = store.Environment,
                    Day = name,
                    ExperimentKey = scorecard.ExperimentKey,
                    Verdict = scorecard.Verdict,
                    Recommendation = scorecard.Recommendation,
                    Units = scorecard.Units,
                }));
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The verdicts of a day, by experiment; empty when none were kept.</summary>
    public async Task<IReadOnlyList<ScorecardDay>> ListAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            context => Rows(context, NameOf(day)).OrderBy(row => row.ExperimentKey).ToListAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => new ScorecardDay(row.ExperimentKey, row.Verdict, row.Recommendation, row.Units));
    }

    private static string NameOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IQueryable<ScorecardDayRow> Rows(ControlDbContext context, string day) =>
        context.ScorecardDays.AsNoTracking().Where(row => row.Environment == store.Environment && row.Day == day);
}
