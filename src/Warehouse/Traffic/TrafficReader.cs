using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Traffic;

/// <summary>Reads from the last published build how much traffic there is and what metrics are like. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class TrafficReader(WarehouseDatabase database)
{
    /// <summary>A table of every build; models that are kept by day, or are views, do not tell on every engine whether they are there.</summary>
    private const string Witness = "mart_experiment_summary";

    private const string Activity = "int_unit_activity_daily";
    private const string EventCounts = "int_event_counts_daily";
    private const string MetricEvents = "fact_metric_events";

    /// <summary>Units by day over at most this many days up to the newest day with units that is not later than another.</summary>
    /// <param name="until">Last day that may count: the newest that is over.</param>
    /// <param name="days">Length of the window; at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null before the first build, and when no unit was active by then.</returns>
    public async Task<UnitTraffic?> ReadUnitsAsync(DateOnly until, int days, CancellationToken cancellationToken)
    {
        var newest = await ReadAsync(
            $"select max(day) from {Model(Activity)} where day <= {database.Dialect.DayLiteral(until)}",
            row => row.IsDBNull(0) ? (DateOnly?)null : Day(row.GetValue(0)),
            cancellationToken).ConfigureAwait(false);
        if (newest is not [{ } lastDay])
        {
            return null;
        }

        var firsts = await ReadAsync(
            $"""
            select first_day, count(*)
            from (
              select unit_id, min(day) as first_day from {Model(Activity)} where {Between(lastDay.AddDays(1 - days), lastDay)} group by unit_id
            ) as units
            group by first_day
            order by first_day
            """,
            row => (Day: Day(row.GetValue(0)), Units: row.GetInt64(1)),
            cancellationToken).ConfigureAwait(false);
        var byDay = firsts.ToDictionary(first => first.Day, first => first.Units);
        var firstDay = firsts[0].Day;
        return new UnitTraffic(
            firstDay,
            lastDay,
            [.. Enumerable.Range(0, lastDay.DayNumber - firstDay.DayNumber + 1).Select(i => byDay.GetValueOrDefault(firstDay.AddDays(i)))]);
    }

    /// <summary>Events by name over whole days; a name without events is missing.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountEventsAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var counts = await ReadAsync(
            $"select event_name, cast(sum(event_count) as bigint) from {Model(EventCounts)} where {Between(first, last)} group by event_name",
            row => (Name: row.GetString(0), Count: row.GetInt64(1)),
            cancellationToken).ConfigureAwait(false);
        return counts.ToDictionary(count => count.Name, count => count.Count, StringComparer.Ordinal);
    }

    /// <summary>True for a metric whose baseline <see cref="ReadBaselineAsync"/> can tell: one number a unit, of all events of one name.</summary>
    public static bool HasBaseline(MetricDefinition metric) => metric.Filters.Count == 0 && ValueOf(metric) is not null;

    /// <summary>Values of a metric among the units that were active on these days, one value a unit over all of them.</summary>
    /// <param name="metric">A metric that has a baseline; as the last build knew it.</param>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null before the first build, and when no unit counts.</returns>
    /// <exception cref="ArgumentException">The metric has no baseline.</exception>
    public async Task<MetricBaseline?> ReadBaselineAsync(MetricDefinition metric, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var value = HasBaseline(metric) ? ValueOf(metric) : throw new ArgumentException($"{metric.Key} has no baseline.", nameof(metric));
        var missing = metric.MissingRule == MissingRule.Zero ? "left join" : "inner join";
        var found = await ReadAsync(
            $"""
            with unit_values as (
              select cast(coalesce(measured.metric_value, 0) as double precision) as metric_value
              from (select distinct unit_id from {Model(Activity)} where {Between(first, last)}) as units
              {missing} (
                select unit_id, {value} as metric_value
                from {Model(MetricEvents)}
                where metric_key = @p0 and {Between(first, last)}
                group by unit_id
              ) as measured
                on measured.unit_id = units.unit_id
            ),
            means as (
              select count(*) as unit_count, avg(metric_value) as mean_value from unit_values
            )
            select unit_count, mean_value, (select sum((metric_value - mean_value) * (metric_value - mean_value)) from unit_values)
            from means
            where unit_count > 0
            """,
            row => new MetricBaseline(row.GetInt64(0), row.GetDouble(1), Math.Sqrt(row.GetDouble(2) / Math.Max(1, row.GetInt64(0) - 1))),
            cancellationToken,
            metric.Key).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    /// <summary>A unit's value as SQL over its events; null for a type that is more than one number a unit.</summary>
    private static string? ValueOf(MetricDefinition metric) => metric.Type switch
    {
        MetricType.Conversion => "1",
        MetricType.Count => "count(*)",
        MetricType.Sum => "sum(metric_value)",
        MetricType.Mean => "avg(metric_value)",
        MetricType.Activation => string.Create(CultureInfo.InvariantCulture, $"case when count(*) >= {metric.ThresholdCount ?? 1} then 1 else 0 end"),
        _ => null,
    };

    private static DateOnly Day(object value) => value switch
    {
        DateOnly day => day,
        DateTime time => DateOnly.FromDateTime(time),
        _ => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private string Model(string name) => database.Dialect.Model(name);

    private string Between(DateOnly first, DateOnly last) =>
        $"day >= {database.Dialect.DayLiteral(first)} and day <= {database.Dialect.DayLiteral(last)}";

    private Task<IReadOnlyList<T>> ReadAsync<T>(string query, Func<DbDataReader, T> read, CancellationToken cancellationToken, string? parameter = null) =>
        database.PublishedRowsAsync(Witness, _ => query, parameter is null ? [] : [("p0", parameter)], read, keepsTimeout: true, cancellationToken);
}
