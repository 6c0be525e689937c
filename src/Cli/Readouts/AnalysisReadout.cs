using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Statistics;

namespace GrpcExp.Cli.Readouts;

/// <summary>The readout of an analysis that was made in this process.</summary>
internal static class AnalysisReadout
{
    public static Readout From(ExperimentAnalysis analysis, AnalysisSource source, IReadOnlyList<string> notes)
    {
        var evidence = analysis.Evidence;
        var shares = evidence.ExpectedShares;
        return new Readout
        {
            Title = source.Source,
            Notes = [$"{Figures.Count(source.Rows)} rows, {Figures.Count(evidence.Units)} units analysed", .. notes],
            Mode = Lower(evidence.Input.Mode),
            Control = evidence.Input.Control,
            Alpha = evidence.Input.Alpha,
            Variants = [.. evidence.Input.Variants.Select((v, i) => new ReadoutVariant(v.Key, v.Units, shares[i]))],
            SampleRatio = new ReadoutSampleRatio(
                evidence.SampleRatio.ChiSquared.OrNull,
                evidence.SampleRatio.DegreesOfFreedom.OrNull,
                evidence.SampleRatio.PValue.OrNull,
                Upper(evidence.SampleRatio.Severity)),
            Quality = [.. evidence.Quality.Select(f => new ReadoutFinding(f.Check, Upper(f.Severity), f.Count, f.Detail))],
            Rows = [.. evidence.Metrics.SelectMany(m => m.Comparisons.Select(c => Row(m.Metric, c)))],
            Segments = [.. evidence.Metrics.SelectMany(m => m.Comparisons.SelectMany(c => Segments(m.Metric, c)))],
            Looks = [.. analysis.Looks.Select(look => Look(evidence, look))],
            Method = evidence.Input.Test.Method == TestMethod.Welch ? "" : MethodNames.Of(Lower(evidence.Input.Test.Method)),
            Verdict = Upper(analysis.Scorecard.Verdict),
            Recommendation = Upper(analysis.Scorecard.Recommendation),
            Reasons = analysis.Scorecard.Reasons,
        };
    }

    private static ReadoutRow Row(MetricInput metric, VariantComparison row) => new()
    {
        Metric = metric.Key,
        Role = Lower(metric.Role),
        Type = Lower(metric.Type),
        Variant = row.Variant,
        ControlMean = row.Comparison.ControlMean.OrNull,
        TreatmentMean = row.Comparison.TreatmentMean.OrNull,
        Absolute = Interval(row.Comparison.Absolute),
        Relative = Interval(row.Comparison.Relative),
        PValue = row.Comparison.PValue.OrNull,
        PValueAdjusted = row.PValueAdjusted.OrNull,
        Absence = row.Comparison.PValue.Reason is { } reason ? reason.Describe() : "",
        Cuped = row.Cuped is { } cuped
            ? new ReadoutCuped(
                cuped.VarianceReduction.OrNull,
                Interval(cuped.Adjusted.Absolute),
                Interval(cuped.Adjusted.Relative),
                cuped.Adjusted.PValue.OrNull)
            : null,
        Readings = [.. row.Readings.Select(reading => new ReadoutReading(
            MethodNames.Of(reading.Name),
            Interval(reading.Absolute),
            Interval(reading.Relative),
            reading.PValue.OrNull,
            [.. reading.Numbers.Select(number => (number.Name.Replace('_', ' '), number.Value.OrNull))]))],
    };

    private static ReadoutLook Look(ExperimentEvidence evidence, LookAnalysis look) => new(
        look.Time,
        look.Metric,
        Lower(evidence.Metrics.First(m => m.Metric.Key == look.Metric).Metric.Type),
        look.Variant,
        look.Comparison.ControlCount + look.Comparison.TreatmentCount,
        Interval(look.Comparison.Absolute),
        Interval(look.Comparison.Relative),
        look.Comparison.PValue.OrNull,
        look.RunningPValue.OrNull);

    private static IEnumerable<ReadoutSegment> Segments(MetricInput metric, VariantComparison row) =>
        row.Segments.SelectMany(dimension => dimension.Effects).Select(effect => new ReadoutSegment(
            metric.Key,
            row.Variant,
            effect.Segment,
            effect.Value,
            effect.Comparison.ControlCount + effect.Comparison.TreatmentCount,
            Interval(effect.Comparison.Relative),
            effect.PValueAdjusted.OrNull,
            effect.IsSignificantlyWorse));

    private static ReadoutInterval Interval(Estimate estimate) => new(estimate.Value.OrNull, estimate.Low.OrNull, estimate.High.OrNull);

    private static string Upper(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static string Lower(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
