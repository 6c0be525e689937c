using System.Globalization;
using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Warehouse.Builds;
using static GrpcExp.Warehouse.Builds.ComputedColumn;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Compares treatments with control day by day.</summary>
internal static class DailyResultRows
{
    /// <summary>Comparisons by day.</summary>
    public static readonly ComputedTable Table = new(
        "fct_experiment_daily_results",
        [
            Text("experiment_key"), Text("analysis_mode"), Text("metric_key"), Text("metric_role"), Text("variant"), Text("series"), Integer("day_number"),
            Text("day"), Integer("control_count"), Integer("treatment_count"), Number("control_mean"), Number("treatment_mean"),
            Number("absolute_effect"), Number("absolute_ci_low"), Number("absolute_ci_high"), Number("relative_effect"), Number("relative_ci_low"),
            Number("relative_ci_high"), Number("p_value"), Number("sequential_absolute_ci_low"), Number("sequential_absolute_ci_high"), Number("sequential_p_value"),
        ]);

    /// <summary>Cumulative results: each day speaks of all days so far. A variant that did not change on a day stands as before.</summary>
    public static IEnumerable<object?[]> ToDate(ExperimentInput input, IEnumerable<DailySums> sums) =>
        from metric in Metrics(input, sums)
        let firstDay = metric.Days[0].Key.Day!.Value
        from row in Cumulative(input, metric.Metric, metric.Days, firstDay)
        select row;

    /// <summary>Results of one day since exposure at a time, in exposed mode whatever the experiment's; how an effect wears off or grows.</summary>
    public static IEnumerable<object?[]> SinceExposure(ExperimentInput input, IEnumerable<DailySums> sums) =>
        from metric in Metrics(input, sums)
        from day in metric.Days
        let moments = day.ToDictionary(sum => sum.Variant, sum => sum.ToMoments(), StringComparer.Ordinal)
        from row in Compare(input, metric.Metric, AnalysisMode.Exposed, "since_exposure", day.Key.Number, null, moments)
        select row;

    private static IEnumerable<(MetricInput Metric, IGrouping<(DateOnly? Day, int Number), DailySums>[] Days)> Metrics(ExperimentInput input, IEnumerable<DailySums> sums)
    {
        var byMetric = sums.ToLookup(sum => sum.Metric, StringComparer.Ordinal);
        return input.Metrics
            .Where(metric => byMetric.Contains(metric.Key))
            .Select(metric => (metric, byMetric[metric.Key].GroupBy(sum => (sum.Day, sum.Number)).ToArray()));
    }

    private static IEnumerable<object?[]> Cumulative(
        ExperimentInput input, MetricInput metric, IEnumerable<IGrouping<(DateOnly? Day, int Number), DailySums>> days, DateOnly firstDay)
    {
        var standing = new Dictionary<string, SampleMoments>(StringComparer.Ordinal);
        foreach (var day in days)
        {
            foreach (var sum in day)
            {
                standing[sum.Variant] = sum.ToMoments();
            }

            foreach (var row in Compare(input, metric, input.Mode, "to_date", day.Key.Day!.Value.DayNumber - firstDay.DayNumber, day.Key.Day, standing))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<object?[]> Compare(
        ExperimentInput input, MetricInput metric, AnalysisMode mode, string series, int number, DateOnly? day, IReadOnlyDictionary<string, SampleMoments> moments)
    {
        foreach (var variant in input.Variants.Where(variant => variant.Key != input.Control))
        {
            var (control, treatment) = (moments.GetValueOrDefault(input.Control), moments.GetValueOrDefault(variant.Key));
            var test = WelchTest.Compare(control, treatment, input.Alpha);
            var sequence = day is null ? null : PlannedSequence.Compare(input, control, treatment);
            yield return
            [
                input.Key, Lower(mode), metric.Key, Lower(metric.Role), variant.Key, series, (long)number, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                test.ControlCount, test.TreatmentCount, test.ControlMean.OrNull, test.TreatmentMean.OrNull, test.Absolute.Value.OrNull, test.Absolute.Low.OrNull,
                test.Absolute.High.OrNull, test.Relative.Value.OrNull, test.Relative.Low.OrNull, test.Relative.High.OrNull, test.PValue.OrNull,
                sequence?.Absolute.Low.OrNull, sequence?.Absolute.High.OrNull, sequence?.PValue.OrNull,
            ];
        }
    }

    private static string Lower(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
