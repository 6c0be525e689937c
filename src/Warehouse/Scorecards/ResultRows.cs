using System.Text;
using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Warehouse.Builds;
using static GrpcExp.Warehouse.Builds.ComputedColumn;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Lays analyses out as rows.</summary>
internal static class ResultRows
{
    /// <summary>Every comparison with control.</summary>
    public static readonly ComputedTable ResultTable = new(
        "fct_experiment_results",
        [
            Text("experiment_key"), Text("analysis_mode"), Integer("is_decision_mode"), Text("metric_key"), Integer("metric_version"), Text("metric_role"),
            Text("variant"), Text("segment_dimension"), Text("segment_value"), Integer("control_count"), Integer("treatment_count"), Number("control_mean"),
            Number("treatment_mean"), Number("absolute_effect"), Number("absolute_std_error"), Number("absolute_ci_low"), Number("absolute_ci_high"),
            Number("relative_effect"), Number("relative_std_error"), Number("relative_ci_low"), Number("relative_ci_high"), Number("statistic"),
            Number("degrees_of_freedom"), Number("p_value"), Number("p_value_adjusted"), Number("decision_p_value"), Text("absence_reason"),
            Integer("is_significant"), Integer("is_significantly_worse"), Text("guardrail_severity"), Number("guardrail_harm_p_value"),
            Number("guardrail_non_inferiority_p_value"), Number("heterogeneity_p_value"),
            .. Measured("cuped_absolute"), .. Measured("cuped_relative"), Number("cuped_p_value"), Number("cuped_variance_reduction"),
            Number("sequential_absolute_ci_low"), Number("sequential_absolute_ci_high"), Number("sequential_relative_ci_low"),
            Number("sequential_relative_ci_high"), Number("sequential_p_value"),
        ]);

    /// <summary>The verdicts.</summary>
    public static readonly ComputedTable ScorecardTable = new(
        "fct_experiment_scorecards",
        [
            Text("experiment_key"), Text("analysis_mode"), Text("verdict"), Text("recommendation"), Text("reasons"), Integer("unit_count"),
            Number("srm_chi_squared"), Number("srm_df"), Number("srm_p_value"), Text("srm_severity"), Number("units_still_needed"),
            Text("data_revision"), Text("metric_versions"), Text("sql_text"), Text("analysis_json"), Text("input_json"),
        ]);

    /// <summary>Data tests of severity error that fail on what the verdicts rest on.</summary>
    public static readonly ComputedTable FailedTestTable = new(
        OpenFailures.Table, [Text("experiment_key"), Text("test_name"), Integer("failing_row_count")]);

    /// <summary>Rows of <see cref="ResultTable"/>, made as they are read.</summary>
    /// <param name="evidence">The results of one experiment in one mode.</param>
    /// <param name="decides">True when the scorecard reads this mode.</param>
    public static IEnumerable<object?[]> Results(ExperimentEvidence evidence, bool decides) =>
        from metric in evidence.Metrics
        from comparison in metric.Comparisons
        from row in Rows(evidence.Input, decides, metric.Metric, comparison)
        select row;

    /// <summary>Rows of <see cref="ScorecardTable"/>, made as they are read.</summary>
    /// <param name="analyses">One for each experiment.</param>
    /// <param name="sqlOf">The SQL that reads what was analysed, by experiment.</param>
    public static IEnumerable<object?[]> Scorecards(IEnumerable<ExperimentAnalysis> analyses, Func<string, string> sqlOf) =>
        analyses.Select(analysis => Scorecard(analysis, sqlOf(analysis.Evidence.Input.Key)));

    private static IEnumerable<object?[]> Rows(ExperimentInput input, bool decides, MetricInput metric, VariantComparison result)
    {
        object?[] Head(string dimension, string value) =>
            [input.Key, Lower(input.Mode), Flag(decides), metric.Key, (long)metric.Version, Lower(metric.Role), result.Variant, dimension, value];
        yield return
        [
            .. Head("all", "all"), .. Numbers(result.Comparison), result.PValueAdjusted.OrNull, result.DecisionPValue.OrNull,
            result.Comparison.PValue.Reason?.Code(), Flag(result.DecisionPValue.OrNull < input.Alpha), 0L, result.Guardrail is { } guardrail ? Upper(guardrail.Severity) : null,
            result.Guardrail?.HarmPValue.OrNull, result.Guardrail?.NonInferiorityPValue.OrNull, null, .. Cuped(result.Cuped),
            .. Sequential(PlannedSequence.Compare(input, metric.ByVariant, result.Variant)),
        ];
        foreach (var dimension in result.Segments)
        {
            foreach (var effect in dimension.Effects)
            {
                yield return
                [
                    .. Head(effect.Segment, effect.Value), .. Numbers(effect.Comparison), effect.PValueAdjusted.OrNull, null,
                    effect.Comparison.PValue.Reason?.Code(), Flag(effect.PValueAdjusted.OrNull < input.Alpha), Flag(effect.IsSignificantlyWorse), null,
                    null, null, dimension.PValue.OrNull, .. Cuped(null), .. Sequential(null),
                ];
            }
        }
    }

    private static object?[] Cuped(CupedComparison? cuped) =>
        [.. Numbers(cuped?.Adjusted.Absolute), .. Numbers(cuped?.Adjusted.Relative), cuped?.Adjusted.PValue.OrNull, cuped?.VarianceReduction.OrNull];

    private static object?[] Sequential(MeanComparison? sequence) =>
        [sequence?.Absolute.Low.OrNull, sequence?.Absolute.High.OrNull, sequence?.Relative.Low.OrNull, sequence?.Relative.High.OrNull, sequence?.PValue.OrNull];

    private static object?[] Numbers(MeanComparison test) =>
    [
        test.ControlCount, test.TreatmentCount, test.ControlMean.OrNull, test.TreatmentMean.OrNull, .. Numbers(test.Absolute), .. Numbers(test.Relative),
        test.Statistic.OrNull, test.DegreesOfFreedom.OrNull, test.PValue.OrNull,
    ];

    private static object?[] Numbers(Estimate? estimate) =>
        [estimate?.Value.OrNull, estimate?.StandardError.OrNull, estimate?.Low.OrNull, estimate?.High.OrNull];

    private static object?[] Scorecard(ExperimentAnalysis analysis, string sql)
    {
        var (evidence, card) = analysis;
        return
        [
            evidence.Input.Key, Lower(evidence.Input.Mode), Upper(card.Verdict), Upper(card.Recommendation), string.Join('\n', card.Reasons),
            evidence.Units, evidence.SampleRatio.ChiSquared.OrNull, evidence.SampleRatio.DegreesOfFreedom.OrNull, evidence.SampleRatio.PValue.OrNull,
            Upper(evidence.SampleRatio.Severity), card.UnitsStillNeeded.OrNull, card.DataRevision,
            string.Join(' ', evidence.Input.Metrics.Select(metric => $"{metric.Key}@{metric.Version}").Order(StringComparer.Ordinal)), sql, Json(analysis), ExperimentInputJson.Write(evidence.Input),
        ];
    }

    private static string Json(ExperimentAnalysis analysis)
    {
        using var stream = new MemoryStream();
        AnalysisJson.Write(stream, new AnalysisSource(analysis.Evidence.Input.Key, analysis.Evidence.Units), analysis);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static long Flag(bool value) => value ? 1 : 0;

    private static string Lower(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Upper(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static ComputedColumn[] Measured(string name) =>
        [Number($"{name}_effect"), Number($"{name}_std_error"), Number($"{name}_ci_low"), Number($"{name}_ci_high")];
}
