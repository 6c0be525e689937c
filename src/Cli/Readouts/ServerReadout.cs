using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Readouts;

/// <summary>The readout of an analysis that a control plane sent.</summary>
internal static class ServerReadout
{
    public static Readout From(ExperimentAnalysis analysis) => new()
    {
        Title = analysis.ExperimentKey,
        Notes = analysis.Scorecard.Watermark is { } watermark
            ? [$"data up to {watermark.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC"]
            : [],
        Mode = Word(analysis.Mode),
        Control = analysis.Control,
        Alpha = analysis.Alpha,
        Variants = [.. analysis.Variants.Select(v => new ReadoutVariant(v.Variant, v.Units, v.ExpectedShare))],
        SampleRatio = new ReadoutSampleRatio(
            analysis.Srm.HasChiSquared ? analysis.Srm.ChiSquared : null,
            analysis.Srm.Df,
            analysis.Srm.HasPValue ? analysis.Srm.PValue : null,
            analysis.Srm.Severity.ToUpperInvariant()),
        Quality = [.. analysis.DataQuality.Select(q => new ReadoutFinding(q.Check, q.Severity.ToUpperInvariant(), q.Count, q.Detail))],
        Rows = [.. analysis.Metrics.SelectMany(m => m.Comparisons.Select(c => Row(m, c)))],
        Verdict = Verdict(analysis.Scorecard),
        Recommendation = Recommendation(analysis.Scorecard),
        Reasons = analysis.Scorecard.Reasons,
    };

    /// <summary>GREEN, YELLOW or RED.</summary>
    public static string Verdict(Scorecard scorecard) => scorecard.Verdict.ToString().ToUpperInvariant();

    /// <summary>SHIP, ITERATE, DO_NOT_SHIP or INVALID.</summary>
    public static string Recommendation(Scorecard scorecard) => scorecard.Recommendation switch
    {
        Contracts.Analysis.V1.Recommendation.DoNotShip => "DO_NOT_SHIP",
        var other => other.ToString().ToUpperInvariant(),
    };

    private static ReadoutRow Row(MetricAnalysis metric, Comparison row) => new()
    {
        Metric = metric.MetricKey,
        Role = metric.Role,
        Type = metric.Type,
        Variant = row.Variant,
        ControlMean = row.HasControlMean ? row.ControlMean : null,
        TreatmentMean = row.HasTreatmentMean ? row.TreatmentMean : null,
        Absolute = Interval(row.Absolute),
        Relative = Interval(row.Relative),
        PValue = row.HasPValue ? row.PValue : null,
        PValueAdjusted = row.HasPValueAdjusted ? row.PValueAdjusted : null,
        Absence = row.AbsenceReason,
    };

    private static ReadoutInterval Interval(Estimate? estimate) => estimate is null
        ? new ReadoutInterval(null, null, null)
        : new ReadoutInterval(
            estimate.HasEstimate_ ? estimate.Estimate_ : null,
            estimate.HasCiLow ? estimate.CiLow : null,
            estimate.HasCiHigh ? estimate.CiHigh : null);

    private static string Word(Contracts.Control.V1.AnalysisMode mode) => mode.ToString().ToLowerInvariant();
}
