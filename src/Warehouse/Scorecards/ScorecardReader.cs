using System.Data.Common;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads scorecards of the last published build. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class ScorecardReader(WarehouseDatabase database)
{
    /// <summary>Every experiment, ordered by key; empty before the first build.</summary>
    public async Task<IReadOnlyList<ScorecardSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        await database.PublishedRowsAsync(
            "mart_experiment_summary",
            _ => $"""
            select experiment_key, state, owner, primary_metric, unit_count, verdict, recommendation, srm_severity
            from {database.Dialect.Model("mart_experiment_summary")}
            order by experiment_key
            """,
            [],
            row => new ScorecardSummary(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                Text(row, 3),
                row.Integer(4),
                Text(row, 5),
                Text(row, 6),
                Text(row, 7)),
            keepsTimeout: true,
            cancellationToken).ConfigureAwait(false);

    /// <summary>The scorecard of one experiment with its whole analysis; null before the first build and for an experiment without units.</summary>
    public async Task<StoredScorecard?> GetAsync(string experimentKey, CancellationToken cancellationToken = default)
    {
        var rows = await database.PublishedRowsAsync(
            "fct_experiment_scorecards",

            // What a version before this one has built stays readable until the next build.
            built => $"""
            select experiment_key, verdict, recommendation, data_revision, {(built.Contains("sql_text") ? "sql_text" : "''")}, analysis_json, input_json
            from {database.Dialect.Model("fct_experiment_scorecards")}
            where experiment_key = @p0
            """,
            [("p0", experimentKey)],
            row => new StoredScorecard(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                ExperimentAnalyzer.Analyze(ExperimentInputJson.Read(row.GetString(6)))),
            keepsTimeout: true,
            cancellationToken).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
