using System.Text.Json;
using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Analysis.Reports;

/// <summary>The looks at an experiment over time.</summary>
internal static class LookJson
{
    public static void Write(Utf8JsonWriter json, string name, IReadOnlyList<LookAnalysis> looks)
    {
        json.WriteStartArray(name);
        foreach (var look in looks)
        {
            json.WriteStartObject();
            json.WriteString("time", look.Time);
            json.WriteString("metric", look.Metric);
            json.WriteString("variant", look.Variant);
            json.WriteNumber("n_control", look.Comparison.ControlCount);
            json.WriteNumber("n_treatment", look.Comparison.TreatmentCount);
            json.WriteEstimate("absolute", look.Comparison.Absolute);
            json.WriteEstimate("relative", look.Comparison.Relative);
            json.WriteMeasures(("p_value", look.Comparison.PValue), ("p_value_running", look.RunningPValue));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
