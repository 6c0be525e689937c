using System.Data.Common;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Monitoring;

/// <summary>Reads what the last published build says of the data themselves. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class MonitoringReader(WarehouseDatabase database)
{
    /// <summary>What is not as usual on the newest days that have events, by day, kind and subject; empty before the first build.</summary>
    /// <param name="days">Days to look at, the newest included.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<Anomaly>> ListAnomaliesAsync(int days, CancellationToken cancellationToken = default)
    {
        var dialect = database.Dialect;
        var newest = $"(select max(day) from {dialect.Model("mart_anomalies")})";
        var isRecent = $"{dialect.DateDiff("day", newest, "day")} < {days}";
        var anomalies = await RowsAsync(
            "mart_anomalies",
            "select check_kind, subject, cast(day as text), observed, coalesce(expected, 0), case when severity = 'error' then 1 else 0 end, detail "
            + $"from {dialect.Model("mart_anomalies")} where severity <> 'ok' and {isRecent} order by day, check_kind, subject",
            Read,
            cancellationToken).ConfigureAwait(false);
        var shifts = await RowsAsync(
            "mart_metric_drift",
            "select drift_kind, metric_key, cast(day as text), observed, coalesce(expected, 0), case when severity = 'error' then 1 else 0 end, detail "
            + $"from {dialect.Model("mart_metric_drift")} where drift_kind = 'value_shift' and {isRecent} order by day, metric_key",
            Read,
            cancellationToken).ConfigureAwait(false);
        return [.. anomalies, .. shifts];
    }

    /// <summary>What is late or failed, sources first; empty before the first build.</summary>
    public Task<IReadOnlyList<LateComponent>> ListLateAsync(CancellationToken cancellationToken = default) => RowsAsync(
        // Itself a view, which the dialects do not count among what is published; it comes with every whole build, as this table does.
        "mart_anomalies",
        $"select component_kind, component, status, behind_hours from {database.Dialect.Model("mart_pipeline_health")} where status <> 'ok' order by component_kind desc, component",
        row => new LateComponent(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? 0 : Convert.ToDouble(row.GetValue(3), System.Globalization.CultureInfo.InvariantCulture)),
        cancellationToken);

    private static Anomaly Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        Convert.ToDouble(row.GetValue(3), System.Globalization.CultureInfo.InvariantCulture),
        Convert.ToDouble(row.GetValue(4), System.Globalization.CultureInfo.InvariantCulture),
        row.Integer(5) == 1,
        row.GetString(6));

    private Task<IReadOnlyList<T>> RowsAsync<T>(string model, string query, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        database.PublishedRowsAsync(model, _ => query, [], read, keepsTimeout: false, cancellationToken);
}
