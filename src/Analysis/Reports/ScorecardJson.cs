using System.Text.Json;
using GrpcExp.Analysis.Scorecards;

namespace GrpcExp.Analysis.Reports;

/// <summary>The stable JSON of a scorecard, on its own or inside an analysis.</summary>
public static class ScorecardJson
{
    /// <summary>Writes the scorecard as a property of the object being written.</summary>
    public static void Write(Utf8JsonWriter json, string name, Scorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WritePropertyName(name);
        Write(json, scorecard);
    }

    /// <summary>Writes the scorecard as one value.</summary>
    public static void Write(Utf8JsonWriter json, Scorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(scorecard);
        json.WriteStartObject();
        json.WriteString("verdict", JsonNames.Upper(scorecard.Verdict));
        json.WriteString("recommendation", JsonNames.Upper(scorecard.Recommendation));
        json.WriteStartArray("reasons");
        foreach (string reason in scorecard.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteMeasures(("units_still_needed", scorecard.UnitsStillNeeded));
        json.WriteString("data_revision", scorecard.DataRevision);
        json.WriteStartArray("variants");
        foreach (var variant in scorecard.Variants)
        {
            json.WriteStartObject();
            json.WriteString("variant", variant.Variant);
            json.WriteString("verdict", JsonNames.Upper(variant.Verdict));
            json.WriteString("recommendation", JsonNames.Upper(variant.Recommendation));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var check in scorecard.Checks)
        {
            Check(json, check);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Check(Utf8JsonWriter json, ScorecardCheck check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Name);
        json.WriteString("variant", check.Variant);
        json.WriteString("metric", check.Metric);
        if (check.MetricVersion is { } version)
        {
            json.WriteNumber("metric_version", version);
        }
        else
        {
            json.WriteNull("metric_version");
        }

        json.WriteString("status", JsonNames.Upper(check.Status));
        json.WriteString("reason", check.Reason);
        json.WriteStartObject("numbers");
        json.WriteMeasures([.. check.Numbers.Select(n => (n.Name, n.Value))]);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
