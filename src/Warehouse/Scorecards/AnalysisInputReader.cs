using System.Data.Common;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads what an analysis of every experiment needs from the models.</summary>
internal sealed class AnalysisInputReader(ComputedContext context)
{
    private const string Itt = "itt";

    private const string Exposed = "exposed";

    /// <summary>The queries, with models where <paramref name="relation"/> says. All but the first read the experiments from one key to another.</summary>
    public static IReadOnlyDictionary<string, string> Queries(Func<string, string> relation) => new Dictionary<string, string>
    {
        ["keys"] = $"select distinct experiment_key from {relation("dim_experiments")} order by experiment_key",
        ["experiments"] =
            $"select experiment_key, analysis_mode, control_variant, alpha, planned_unit_count from {relation("dim_experiments")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key",
        ["variants"] =
            $"select experiment_key, analysis_mode, variant, unit_count, expected_share from {relation("agg_experiment_variant_units")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, variant_position",
        ["metrics"] =
            "select experiment_key, metric_key, metric_version, metric_type, metric_role, direction, non_inferiority_margin, minimum_effect, quantile "
            + $"from {relation("int_experiment_metrics")} where experiment_key between @first_key and @last_key order by experiment_key, metric_position, metric_key",
        ["sums"] =
            $"select experiment_key, analysis_mode, metric_key, variant, segment_dimension, segment_value, {MetricSums.Columns} "
            + $"from {relation("agg_experiment_metric_by_variant")} where experiment_key between @first_key and @last_key "
            + "order by experiment_key, analysis_mode, metric_key, segment_dimension, segment_value, variant",
        ["quantiles"] =
            $"select experiment_key, metric_key, variant, is_in_exposed, metric_value, unit_count from {relation("int_metric_quantile_values")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, metric_key, variant, metric_value, is_in_exposed",
        ["quality"] =
            $"select experiment_key, check_name, severity, finding_count, detail from {relation("mart_data_quality")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, check_position",
    };

    /// <summary>The same for one experiment, to be run as it stands: what its verdict was computed from.</summary>
    public static string SqlOf(string experimentKey, Func<string, string> relation)
    {
        var key = $"= '{experimentKey.Replace("'", "''", StringComparison.Ordinal)}'";
        return string.Join("\n\n", Queries(relation).Skip(1).Select(query =>
            $"-- {query.Key}\n{query.Value.Replace("between @first_key and @last_key", key, StringComparison.Ordinal)};"));
    }

    /// <summary>The keys of all experiments in the order of the engine, by which <see cref="ReadAsync(string, string, CancellationToken)"/> cuts.</summary>
    public Task<IReadOnlyList<string>> ReadKeysAsync(CancellationToken cancellationToken) =>
        context.Connection.RowsAsync(context.Transaction, Queries(context.Relation)["keys"], row => row.GetString(0), cancellationToken);

    /// <summary>
    /// Inputs for every experiment that has units, by key, from the first to the last key, both included: in the mode that decides,
    /// with segments, and in the other one.
    /// </summary>
    public async Task<IReadOnlyList<(ExperimentInput Deciding, ExperimentInput Other)>> ReadAsync(string firstKey, string lastKey, CancellationToken cancellationToken)
    {
        (string Name, object Value)[] keys = [("first_key", firstKey), ("last_key", lastKey)];
        Task<ILookup<string, T>> ReadAsync<T>(string query, Func<DbDataReader, (string Key, T Row)> read) => this.ReadAsync(query, keys, read, cancellationToken);
        var queries = Queries(context.Relation);
        var variants = await ReadAsync(
            queries["variants"], row => (row.GetString(0), (Mode: row.GetString(1), Variant: new VariantInput(row.GetString(2), row.Integer(3), row.GetDouble(4)))))
            .ConfigureAwait(false);
        var sums = await ReadAsync(queries["sums"], row => (row.GetString(0), ReadSums(row))).ConfigureAwait(false);
        var quantiles = await ReadAsync(queries["quantiles"], row => (row.GetString(0), ReadValue(row))).ConfigureAwait(false);
        var metrics = await ReadAsync(queries["metrics"], row => (row.GetString(0), ReadMetric(row))).ConfigureAwait(false);
        var quality = await ReadAsync(queries["quality"], row => (row.GetString(0), ReadFinding(row))).ConfigureAwait(false);
        ExperimentInput Of(DbDataReader row, string mode, bool decides)
        {
            var key = row.GetString(0);
            var sumsOfMode = sums[key].Where(sum => sum.Mode == mode).ToLookup(sum => sum.Metric);
            return new ExperimentInput
            {
                Key = key,
                Mode = mode == Exposed ? AnalysisMode.Exposed : AnalysisMode.Itt,
                Control = row.GetString(2),
                Alpha = row.GetDouble(3),
                PlannedUnits = row.IsDBNull(4) ? null : row.Integer(4),
                Variants = [.. variants[key].Where(variant => variant.Mode == mode).Select(variant => variant.Variant)],
                Metrics =
                [
                    .. metrics[key].Select(metric => metric.Quantile is { } quantile
                        ? metric.Input with { ByVariant = QuantileSums.ByVariant(quantiles[key].Where(value => value.Metric == metric.Input.Key), mode == Exposed, quantile) }
                        : metric.Input with
                        {
                            ByVariant = MetricSegments.Whole(sumsOfMode[metric.Input.Key], metric.IsRatio),
                            Segments = decides ? MetricSegments.Segments(sumsOfMode[metric.Input.Key], metric.IsRatio) : [],
                        }),
                ],
                Quality = [.. quality[key]],
                DataRevision = $"events until {Watermark.SqlLiteral(context.Watermark)} UTC",
            };
        }

        var experiments = await context.Connection.RowsAsync(
            context.Transaction,
            queries["experiments"],
            keys,
            row => (Of(row, row.GetString(1), decides: true), Of(row, row.GetString(1) == Exposed ? Itt : Exposed, decides: false)),
            cancellationToken).ConfigureAwait(false);
        return [.. experiments.Where(experiment => experiment.Item1.Variants.Any(variant => variant.Units > 0))];
    }

    private async Task<ILookup<string, T>> ReadAsync<T>(
        string query, IReadOnlyList<(string Name, object Value)> keys, Func<DbDataReader, (string Key, T Row)> read, CancellationToken cancellationToken) =>
        (await context.Connection.RowsAsync(context.Transaction, query, keys, read, cancellationToken).ConfigureAwait(false))
            .ToLookup(row => row.Key, row => row.Row, StringComparer.Ordinal);

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static SegmentSums ReadSums(DbDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        MetricSums.Read(row, 6));

    private static QuantileValue ReadValue(DbDataReader row) => new(row.GetString(1), row.GetString(2), row.Integer(3) == 1, row.GetDouble(4), (int)row.Integer(5));

    private static (MetricInput Input, bool IsRatio, double? Quantile) ReadMetric(DbDataReader row)
    {
        var input = new MetricInput
        {
            Key = row.GetString(1),
            Version = (int)row.Integer(2),
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
        return (input, row.GetString(3) == "ratio", row.GetString(3) == "quantile" ? Number(row, 8) : null);
    }

    private static QualityFinding ReadFinding(DbDataReader row) => new(
        row.GetString(1),
        row.GetString(2) switch
        {
            "error" => FindingSeverity.Error,
            "warn" => FindingSeverity.Warn,
            _ => FindingSeverity.Ok,
        },
        row.Integer(3),
        row.GetString(4));
}
