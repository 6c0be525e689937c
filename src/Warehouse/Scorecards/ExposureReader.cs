using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads how units went from assignment to exposure, as the last published build found it. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class ExposureReader(WarehouseDatabase database)
{
    private const string Units = "agg_experiment_variant_units";
    private const string Days = "fct_experiment_exposure_quality_daily";

    /// <summary>Units by variant, in the order of the variants; empty before the first build.</summary>
    public Task<IReadOnlyList<ExposureUnits>> ListUnitsAsync(string experimentKey, CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Units,
        _ => $"""
        select variant, sum(case analysis_mode when 'itt' then unit_count else 0 end), sum(case analysis_mode when 'exposed' then unit_count else 0 end),
          max(expected_share)
        from {database.Dialect.Model(Units)}
        where experiment_key = @p0
        group by variant, variant_position
        order by variant_position
        """,
        [("p0", experimentKey)],
        row => new ExposureUnits(row.GetString(0), row.Integer(1), row.Integer(2), row.Number(3) ?? 0),
        keepsTimeout: true,
        cancellationToken);

    /// <summary>Exposures by day; empty before the first build.</summary>
    public Task<IReadOnlyList<ExposureDay>> ListDaysAsync(string experimentKey, CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Days,
        _ => $"""
        select {database.Dialect.EpochMilliseconds("exposed_day")}, exposure_count, valid_count, orphan_count, pre_assignment_count, variant_mismatch_count,
          outside_window_count, late_count
        from {database.Dialect.Model(Days)}
        where experiment_key = @p0
        order by exposed_day
        """,
        [("p0", experimentKey)],
        row => new ExposureDay(
            DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(row.Integer(0)).UtcDateTime),
            row.Integer(1),
            row.Integer(2),
            row.Integer(3),
            row.Integer(4),
            row.Integer(5),
            row.Integer(6),
            row.Integer(7)),
        keepsTimeout: true,
        cancellationToken);
}
