using System.Text.Json;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Reports;

/// <summary>The readings beside a deciding test.</summary>
internal static class ReadingJson
{
    public static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Reading> readings)
    {
        json.WriteStartArray(name);
        foreach (var reading in readings)
        {
            json.WriteStartObject();
            json.WriteString("method", reading.Name);
            json.WriteEstimate("absolute", reading.Absolute);
            json.WriteEstimate("relative", reading.Relative);
            (string Name, Measure Value)[] numbers = [("p_value", reading.PValue), .. reading.Numbers];
            json.WriteMeasures(numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
