using System.Data.Common;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads many scorecards of the last published build at once, as they were written: nothing is analysed again. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class VerdictReader(WarehouseDatabase database)
{
    private const string Model = "fct_experiment_scorecards";

    /// <summary>Keys of all experiments with a scorecard, in no order; empty before the first build.</summary>
    public Task<IReadOnlyList<string>> ListKeysAsync(CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Model, _ => $"select experiment_key from {database.Dialect.Model(Model)}", [], row => row.GetString(0), keepsTimeout: true, cancellationToken);

    /// <summary>Scorecards of some experiments in one query, in no order; those that there are.</summary>
    public async Task<IReadOnlyList<StoredVerdict>> ListAsync(IReadOnlyCollection<string> experimentKeys, CancellationToken cancellationToken = default) =>
        experimentKeys.Count == 0
            ? []
            : await database.PublishedRowsAsync(
                Model,

                // What a version before this one has built stays readable until the next build.
                built => $"""
                select experiment_key, analysis_mode, data_revision, metric_versions, {(built.Contains("sql_text") ? "sql_text" : "''")}, analysis_json
                from {database.Dialect.Model(Model)}
                where experiment_key in ({string.Join(", ", experimentKeys.Select((_, i) => $"@p{i}"))})
                """,
                [.. experimentKeys.Select((key, i) => ($"p{i}", (object)key))],
                Read,
                keepsTimeout: true,
                cancellationToken).ConfigureAwait(false);

    private static StoredVerdict Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1) == "exposed" ? AnalysisMode.Exposed : AnalysisMode.Itt,
        ScorecardParser.Read(row.GetString(5)),
        row.GetString(2),
        row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(version => version.Split('@')).ToDictionary(
            parts => parts[0], parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal),
        row.GetString(4));
}
