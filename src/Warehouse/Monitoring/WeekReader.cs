using System.Data.Common;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Monitoring;

/// <summary>Reads what a weekly readout tells, from the last published build. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class WeekReader(WarehouseDatabase database)
{
    /// <summary>Every experiment that has started, by key; empty before the first build.</summary>
    public Task<IReadOnlyList<WeekExperiment>> ListExperimentsAsync(CancellationToken cancellationToken = default)
    {
        var dialect = database.Dialect;
        return RowsAsync(
            "mart_experiment_summary",
            "select experiment_key, state, owner, coalesce(primary_metric, ''), unit_count, coalesce(verdict, ''), coalesce(recommendation, ''), "
            + $"coalesce(decision, ''), {dialect.EpochMilliseconds("started_at")}, {dialect.EpochMilliseconds("ended_at")} "
            + $"from {dialect.Model("mart_experiment_summary")} where started_at is not null order by experiment_key",
            row => new WeekExperiment(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.Integer(4),
                row.GetString(5),
                row.GetString(6),
                row.GetString(7),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(8)),
                row.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(9))),
            cancellationToken);
    }

    /// <summary>What the data-quality checks found, the gravest first; of the platform as a whole for experiment <c>*</c>.</summary>
    public Task<IReadOnlyList<WeekFinding>> ListFindingsAsync(CancellationToken cancellationToken = default) => RowsAsync(
        "mart_data_quality",
        $"select experiment_key, check_name, severity, finding_count, coalesce(detail, '') from {database.Dialect.Model("mart_data_quality")} "
        + "where severity <> 'ok' order by severity, experiment_key, check_name",
        row => new WeekFinding(row.GetString(0), row.GetString(1), row.GetString(2), row.Integer(3), row.GetString(4)),
        cancellationToken);

    private Task<IReadOnlyList<T>> RowsAsync<T>(string model, string query, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        database.PublishedRowsAsync(model, _ => query, [], read, keepsTimeout: false, cancellationToken);
}
