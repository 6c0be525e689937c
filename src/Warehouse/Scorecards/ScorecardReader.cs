using System.Data.Common;
using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads scorecards of the last published build. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class ScorecardReader(WarehouseDatabase database)
{
    /// <summary>Every experiment, ordered by key; empty before the first build.</summary>
    public async Task<IReadOnlyList<ScorecardSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(
            "mart_experiment_summary",
            _ => $"""
            select experiment_key, state, owner, primary_metric, unit_count, verdict, recommendation, srm_severity
            from {database.Dialect.Model("mart_experiment_summary")}
            order by experiment_key
            """,
            null,
            row => new ScorecardSummary(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                Text(row, 3),
                row.Integer(4),
                Text(row, 5),
                Text(row, 6),
                Text(row, 7)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>The scorecard of one experiment with its whole analysis; null before the first build and for an experiment without units.</summary>
    public async Task<StoredScorecard?> GetAsync(string experimentKey, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            "fct_experiment_scorecards",

            // What a version before this one has built stays readable until the next build.
            built => $"""
            select experiment_key, verdict, recommendation, data_revision, {(built.Contains("sql_text") ? "sql_text" : "''")}, analysis_json, input_json
            from {database.Dialect.Model("fct_experiment_scorecards")}
            where experiment_key = @p0
            """,
            experimentKey,
            row => new StoredScorecard(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                ExperimentAnalyzer.Analyze(ExperimentInputJson.Read(row.GetString(6)))),
            cancellationToken).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        string model,
        Func<IReadOnlyList<string>, string> queryOn,
        string? parameter,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await database.Dialect.BeginReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var built = await database.Dialect.PublishedColumnsAsync(connection, transaction, model, cancellationToken).ConfigureAwait(false);
        if (built.Count == 0)
        {
            return [];
        }

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = queryOn(built);
        if (parameter is not null)
        {
            var value = command.CreateParameter();
            value.ParameterName = "p0";
            value.Value = parameter;
            command.Parameters.Add(value);
        }

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
