using System.Data.Common;
using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads what an analysis of every experiment needs from the models.</summary>
internal sealed class AnalysisInputReader(ComputedContext context)
{
    /// <summary>Values of a segment dimension that are analysed on their own; the smaller ones are put together.</summary>
    private const int MaxSegmentValues = 50;

    private const string OtherSegments = "other values";

    /// <summary>The queries, with models where <paramref name="relation"/> says. All but the first read the experiments from one key to another.</summary>
    public static IReadOnlyDictionary<string, string> Queries(Func<string, string> relation) => new Dictionary<string, string>
    {
        ["keys"] = $"select distinct experiment_key from {relation("dim_experiments")} order by experiment_key",
        ["experiments"] =
            $"select experiment_key, analysis_mode, control_variant, alpha, planned_unit_count from {relation("dim_experiments")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key",
        ["variants"] =
            $"{Modes(relation)} select units.experiment_key, units.variant, units.unit_count, units.expected_share from {relation("agg_experiment_variant_units")} as units "
            + "inner join modes on modes.experiment_key = units.experiment_key and modes.analysis_mode = units.analysis_mode "
            + "order by units.experiment_key, units.variant_position",
        ["metrics"] =
            "select experiment_key, metric_key, metric_version, metric_type, metric_role, direction, non_inferiority_margin, minimum_effect "
            + $"from {relation("int_experiment_metrics")} where experiment_key between @first_key and @last_key order by experiment_key, metric_position, metric_key",
        ["sums"] =
            $"{Modes(relation)} "
            + "select sums.experiment_key, sums.metric_key, sums.variant, sums.segment_dimension, sums.segment_value, sums.unit_count, sums.value_sum, sums.value_square_sum "
            + $"from {relation("agg_experiment_metric_by_variant")} as sums "
            + "inner join modes on modes.experiment_key = sums.experiment_key and modes.analysis_mode = sums.analysis_mode "
            + "order by sums.experiment_key, sums.metric_key, sums.segment_dimension, sums.segment_value, sums.variant",
        ["quality"] =
            $"select experiment_key, check_name, severity, finding_count, detail from {relation("mart_data_quality")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, check_position",
    };

    /// <summary>The keys of all experiments in the order of the engine, by which <see cref="ReadAsync(string, string, CancellationToken)"/> cuts.</summary>
    public Task<IReadOnlyList<string>> ReadKeysAsync(CancellationToken cancellationToken) =>
        context.Connection.RowsAsync(context.Transaction, Queries(context.Relation)["keys"], row => row.GetString(0), cancellationToken);

    /// <summary>An input for every experiment that has units, by key, from the first to the last key, both included.</summary>
    public async Task<IReadOnlyList<ExperimentInput>> ReadAsync(string firstKey, string lastKey, CancellationToken cancellationToken)
    {
        (string Name, object Value)[] keys = [("first_key", firstKey), ("last_key", lastKey)];
        Task<ILookup<string, T>> ReadAsync<T>(string query, Func<DbDataReader, (string Key, T Row)> read, CancellationToken cancelled) =>
            this.ReadAsync(query, keys, read, cancelled);
        var queries = Queries(context.Relation);
        var variants = await ReadAsync(queries["variants"], row => (row.GetString(0), new VariantInput(row.GetString(1), Integer(row, 2), row.GetDouble(3))), cancellationToken)
            .ConfigureAwait(false);
        var sums = await ReadAsync(queries["sums"], row => (row.GetString(0), ReadSums(row)), cancellationToken).ConfigureAwait(false);
        var metrics = await ReadAsync(queries["metrics"], row => (row.GetString(0), ReadMetric(row)), cancellationToken).ConfigureAwait(false);
        var quality = await ReadAsync(queries["quality"], row => (row.GetString(0), ReadFinding(row)), cancellationToken).ConfigureAwait(false);
        var experiments = await ReadAsync(
            queries["experiments"],
            row => (row.GetString(0), new ExperimentInput
            {
                Key = row.GetString(0),
                Mode = row.GetString(1) == "exposed" ? AnalysisMode.Exposed : AnalysisMode.Itt,
                Control = row.GetString(2),
                Alpha = row.GetDouble(3),
                PlannedUnits = row.IsDBNull(4) ? null : Integer(row, 4),
                Variants = [.. variants[row.GetString(0)]],
                Metrics = [.. WithSums(metrics[row.GetString(0)], sums[row.GetString(0)])],
                Quality = [.. quality[row.GetString(0)]],
                DataRevision = $"events until {Watermark.SqlLiteral(context.Watermark)} UTC",
            }),
            cancellationToken).ConfigureAwait(false);
        return [.. experiments.SelectMany(group => group).Where(input => input.Variants.Any(variant => variant.Units > 0))];
    }

    private async Task<ILookup<string, T>> ReadAsync<T>(
        string query, IReadOnlyList<(string Name, object Value)> keys, Func<DbDataReader, (string Key, T Row)> read, CancellationToken cancellationToken) =>
        (await context.Connection.RowsAsync(context.Transaction, query, keys, read, cancellationToken).ConfigureAwait(false))
            .ToLookup(row => row.Key, row => row.Row, StringComparer.Ordinal);

    /// <summary>The few experiments come first, so that an engine with indexes looks the many rows up by them.</summary>
    private static string Modes(Func<string, string> relation) =>
        $"with modes as (select experiment_key, analysis_mode from {relation("dim_experiments")} where experiment_key between @first_key and @last_key)";

    private static long Integer(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static Sums ReadSums(DbDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        SampleMoments.FromSums(Integer(row, 5), row.GetDouble(6), row.GetDouble(7)));

    private static MetricInput ReadMetric(DbDataReader row) => new()
    {
        Key = row.GetString(1),
        Version = (int)Integer(row, 2),
        Type = row.GetString(3) is "conversion" or "retention" or "activation" ? MetricType.Conversion : MetricType.Mean,
        Role = row.GetString(4) switch
        {
            "primary" => MetricRole.Primary,
            "guardrail" => MetricRole.Guardrail,
            _ => MetricRole.Secondary,
        },
        Direction = row.GetString(5) == "decrease" ? MetricDirection.Decrease : MetricDirection.Increase,
        NonInferiorityMargin = Number(row, 6),
        MinimumEffect = Number(row, 7),
        ByVariant = new Dictionary<string, MetricVariantInput>(),
    };

    private static QualityFinding ReadFinding(DbDataReader row) => new(
        row.GetString(1),
        row.GetString(2) switch
        {
            "error" => FindingSeverity.Error,
            "warn" => FindingSeverity.Warn,
            _ => FindingSeverity.Ok,
        },
        Integer(row, 3),
        row.GetString(4));

    private static IEnumerable<MetricInput> WithSums(IEnumerable<MetricInput> metrics, IEnumerable<Sums> sums)
    {
        var byMetric = sums.ToLookup(sum => sum.Metric);
        return metrics.Select(metric => metric with
        {
            ByVariant = ByVariant(byMetric[metric.Key].Where(sum => sum.Dimension == "all")),
            Segments = [.. byMetric[metric.Key].Where(sum => sum.Dimension != "all").GroupBy(sum => sum.Dimension).SelectMany(Segments)],
        });
    }

    /// <summary>A dimension with one value says nothing that the whole does not.</summary>
    private static IEnumerable<SegmentInput> Segments(IGrouping<string, Sums> dimension)
    {
        var values = dimension.GroupBy(sum => sum.Segment).ToArray();
        if (values.Length < 2)
        {
            return [];
        }

        var kept = values
            .OrderByDescending(value => value.Sum(sum => sum.Moments.Count))
            .ThenBy(value => value.Key, StringComparer.Ordinal)
            .Take(values.Length > MaxSegmentValues ? MaxSegmentValues - 1 : MaxSegmentValues)
            .Select(value => value.Key)
            .ToHashSet();
        return dimension
            .GroupBy(sum => kept.Contains(sum.Segment) ? sum.Segment : OtherSegments)
            .OrderBy(value => value.Key == OtherSegments ? 1 : 0)
            .ThenBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => new SegmentInput(dimension.Key, value.Key, ByVariant(value)));
    }

    private static Dictionary<string, MetricVariantInput> ByVariant(IEnumerable<Sums> sums) => sums
        .GroupBy(sum => sum.Variant)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => new MetricVariantInput(group.Aggregate(default(SampleMoments), (total, sum) => total.Merge(sum.Moments))));

    private sealed record Sums(string Metric, string Variant, string Dimension, string Segment, SampleMoments Moments);
}
