using System.Text.Encodings.Web;
using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Guardrails;

namespace GrpcExp.Analysis.Reports;

/// <summary>
/// The stable JSON of an analysis: snake_case, every documented key always there. A number that is absent is null, and its
/// object then has an extra field <c>absent</c> that maps the key to the reason's code. The same analysis gives the same bytes.
/// </summary>
public static class AnalysisJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,

        // Sentences hold "−", "%" and names in any script; they go to a file or a terminal, never into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes the document to a stream as indented UTF-8, ending with a newline.</summary>
    public static void Write(Stream stream, AnalysisSource source, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            Write(json, source, analysis);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the document as one value.</summary>
    public static void Write(Utf8JsonWriter json, AnalysisSource source, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(analysis);
        var evidence = analysis.Evidence;
        json.WriteStartObject();
        json.WriteString("source", source.Source);
        json.WriteNumber("rows", source.Rows);
        json.WriteNumber("units", evidence.Units);
        json.WriteString("experiment", evidence.Input.Key);
        json.WriteString("mode", JsonNames.Lower(evidence.Input.Mode));
        json.WriteString("control", evidence.Input.Control);
        json.WriteNumber("alpha", evidence.Input.Alpha);
        json.WriteString("correction", JsonNames.Lower(evidence.Input.Correction));
        json.WriteString("method", JsonNames.Lower(evidence.Input.Test.Method));
        Variants(json, evidence);
        SampleRatio(json, evidence);
        Quality(json, evidence);
        json.WriteStartArray("metrics");
        foreach (var metric in evidence.Metrics)
        {
            Metric(json, metric);
        }

        json.WriteEndArray();
        LookJson.Write(json, "looks", analysis.Looks);
        ScorecardJson.Write(json, "scorecard", analysis.Scorecard);
        json.WriteEndObject();
    }

    private static void Variants(Utf8JsonWriter json, ExperimentEvidence evidence)
    {
        var shares = evidence.ExpectedShares;
        json.WriteStartArray("variants");
        for (int i = 0; i < shares.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("variant", evidence.Input.Variants[i].Key);
            json.WriteNumber("units", evidence.Input.Variants[i].Units);
            json.WriteNumber("expected_share", shares[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void SampleRatio(Utf8JsonWriter json, ExperimentEvidence evidence)
    {
        var test = evidence.SampleRatio;
        json.WriteStartObject("srm");
        json.WriteMeasures(("chi_squared", test.ChiSquared), ("df", test.DegreesOfFreedom), ("p_value", test.PValue));
        json.WriteString("severity", JsonNames.Upper(test.Severity));
        json.WriteEndObject();
    }

    private static void Quality(Utf8JsonWriter json, ExperimentEvidence evidence)
    {
        json.WriteStartArray("data_quality");
        foreach (var finding in evidence.Quality)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteString("severity", JsonNames.Upper(finding.Severity));
            json.WriteNumber("count", finding.Count);
            json.WriteString("detail", finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Metric(Utf8JsonWriter json, MetricAnalysis analysis)
    {
        json.WriteStartObject();
        json.WriteString("metric", analysis.Metric.Key);
        json.WriteNumber("version", analysis.Metric.Version);
        json.WriteString("type", JsonNames.Lower(analysis.Metric.Type));
        json.WriteString("role", JsonNames.Lower(analysis.Metric.Role));
        json.WriteString("direction", JsonNames.Lower(analysis.Metric.Direction));
        json.WriteStartArray("comparisons");
        foreach (var row in analysis.Comparisons)
        {
            json.WriteStartObject();
            json.WriteString("variant", row.Variant);
            Comparison(json, row.Comparison, ("p_value_adjusted", row.PValueAdjusted), ("p_value_decision", row.DecisionPValue));
            Adjusted(json, row.Cuped);
            Guardrail(json, row.Guardrail);
            Segments(json, row.Segments);
            ReadingJson.Write(json, "readings", row.Readings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Comparison(Utf8JsonWriter json, MeanComparison test, params ReadOnlySpan<(string Name, Measure Value)> more)
    {
        json.WriteNumber("n_control", test.ControlCount);
        json.WriteNumber("n_treatment", test.TreatmentCount);
        (string Name, Measure Value)[] means = [("control_mean", test.ControlMean), ("treatment_mean", test.TreatmentMean)];
        (string Name, Measure Value)[] tests =
            [("statistic", test.Statistic), ("df", test.DegreesOfFreedom), ("p_value", test.PValue), .. more];
        foreach (var (name, value) in means)
        {
            json.WriteMeasure(name, value);
        }

        json.WriteEstimate("absolute", test.Absolute);
        json.WriteEstimate("relative", test.Relative);
        foreach (var (name, value) in tests)
        {
            json.WriteMeasure(name, value);
        }

        json.WriteAbsences([.. means, .. tests]);
    }

    private static void Adjusted(Utf8JsonWriter json, CupedComparison? cuped)
    {
        if (cuped is null)
        {
            json.WriteNull("cuped");
            return;
        }

        json.WriteStartObject("cuped");
        json.WriteMeasure("theta", cuped.Theta);
        json.WriteMeasure("variance_reduction", cuped.VarianceReduction);
        json.WriteEstimate("absolute", cuped.Adjusted.Absolute);
        json.WriteEstimate("relative", cuped.Adjusted.Relative);
        json.WriteMeasure("p_value", cuped.Adjusted.PValue);
        json.WriteMeasure("control_mean", cuped.Adjusted.ControlMean);
        json.WriteMeasure("treatment_mean", cuped.Adjusted.TreatmentMean);
        json.WriteAbsences(
            ("theta", cuped.Theta),
            ("variance_reduction", cuped.VarianceReduction),
            ("p_value", cuped.Adjusted.PValue),
            ("control_mean", cuped.Adjusted.ControlMean),
            ("treatment_mean", cuped.Adjusted.TreatmentMean));
        json.WriteEndObject();
    }

    private static void Guardrail(Utf8JsonWriter json, GuardrailResult? guardrail)
    {
        if (guardrail is null)
        {
            json.WriteNull("guardrail");
            return;
        }

        json.WriteStartObject("guardrail");
        json.WriteString("harm", JsonNames.Lower(guardrail.Harm));
        json.WriteString("severity", JsonNames.Upper(guardrail.Severity));
        json.WriteMeasures(
            ("harm_p_value", guardrail.HarmPValue),
            ("margin", guardrail.Margin is { } margin ? margin : Measure.Absent(AbsenceReason.NotComputed)),
            ("non_inferiority_p_value", guardrail.NonInferiorityPValue));
        json.WriteEndObject();
    }

    private static void Segments(Utf8JsonWriter json, IReadOnlyList<SegmentDimension> dimensions)
    {
        json.WriteStartArray("segments");
        foreach (var dimension in dimensions)
        {
            json.WriteStartObject();
            json.WriteString("segment", dimension.Segment);
            json.WriteMeasures(("q", dimension.Q), ("df", dimension.DegreesOfFreedom), ("p_value", dimension.PValue));
            json.WriteStartArray("effects");
            foreach (var effect in dimension.Effects)
            {
                json.WriteStartObject();
                json.WriteString("value", effect.Value);
                json.WriteBoolean("significantly_worse", effect.IsSignificantlyWorse);
                Comparison(json, effect.Comparison, ("p_value_adjusted", effect.PValueAdjusted));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
