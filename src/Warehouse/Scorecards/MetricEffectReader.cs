using System.Data.Common;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads effects of the last published build, many at a time. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class MetricEffectReader(WarehouseDatabase database)
{
    private const string Model = "mart_variant_comparison";

    /// <summary>What decides: the primary metrics of every experiment, by experiment, metric and treatment; empty before the first build.</summary>
    public Task<IReadOnlyList<MetricEffect>> ListPrimaryAsync(CancellationToken cancellationToken = default) =>
        ListAsync("and metric_role = 'primary'", [], cancellationToken);

    /// <summary>All metrics of one experiment in the mode that decides; empty before the first build and for an experiment without units.</summary>
    public Task<IReadOnlyList<MetricEffect>> ListAsync(string experimentKey, CancellationToken cancellationToken = default) =>
        ListAsync("and experiment_key = @p0", [("p0", experimentKey)], cancellationToken);

    private Task<IReadOnlyList<MetricEffect>> ListAsync(
        string condition, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken cancellationToken) => database.PublishedRowsAsync(
        Model,
        _ => $"""
        select experiment_key, metric_key, metric_version, metric_role, direction, variant, control_mean, treatment_mean,
          absolute_effect, absolute_ci_low, absolute_ci_high, relative_effect, relative_ci_low, relative_ci_high,
          absolute_effect, sequential_absolute_ci_low, sequential_absolute_ci_high, relative_effect, sequential_relative_ci_low, sequential_relative_ci_high,
          p_value, decision_p_value, outcome
        from {database.Dialect.Model(Model)}
        where is_decision_mode = 1 {condition}
        order by experiment_key, metric_key, variant
        """,
        parameters,
        Read,
        keepsTimeout: true,
        cancellationToken);

    private static MetricEffect Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        (int)row.Integer(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.Number(6),
        row.Number(7),
        Interval(row, 8),
        Interval(row, 11),
        Interval(row, 14),
        Interval(row, 17),
        row.Number(20),
        row.Number(21),
        row.GetString(22));

    private static EffectInterval Interval(DbDataReader row, int column) => new(row.Number(column), row.Number(column + 1), row.Number(column + 2));
}
