using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads how effects went day by day, as the last published build found it. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class DailyEffectReader(WarehouseDatabase database)
{
    private const string Model = "fct_experiment_daily_results";

    /// <summary>One metric of one experiment, both series, by treatment and day; empty before the first build.</summary>
    public Task<IReadOnlyList<DailyEffect>> ListAsync(string experimentKey, string metric, CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Model,
        _ => $"""
        select metric_key, variant, series, day_number, day, control_count, treatment_count, relative_effect, relative_ci_low, relative_ci_high,
          absolute_effect, absolute_ci_low, absolute_ci_high, absolute_effect, sequential_absolute_ci_low, sequential_absolute_ci_high
        from {database.Dialect.Model(Model)}
        where experiment_key = @p0 and metric_key = @p1
        order by series, variant, day_number
        """,
        [("p0", experimentKey), ("p1", metric)],
        Read,
        keepsTimeout: true,
        cancellationToken);

    private static DailyEffect Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2) == "to_date",
        (int)row.Integer(3),
        row.IsDBNull(4) ? null : DateOnly.ParseExact(row.GetString(4), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        row.Integer(5),
        row.Integer(6),
        Interval(row, 7),
        Interval(row, 10),
        Interval(row, 13));

    private static EffectInterval Interval(DbDataReader row, int column) => new(row.Number(column), row.Number(column + 1), row.Number(column + 2));
}
