using System.Text.Json;
using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Reports;

/// <summary>How numbers that may be absent are written.</summary>
internal static class MeasureWriting
{
    /// <summary>Writes each number or null, then <c>absent</c> with the reasons if there were any nulls.</summary>
    public static void WriteMeasures(this Utf8JsonWriter json, params ReadOnlySpan<(string Name, Measure Value)> measures)
    {
        foreach (var (name, value) in measures)
        {
            json.WriteMeasure(name, value);
        }

        json.WriteAbsences(measures);
    }

    /// <summary>Writes one number or null; the object's reasons follow with <see cref="WriteAbsences"/>.</summary>
    public static void WriteMeasure(this Utf8JsonWriter json, string name, Measure value)
    {
        if (value.TryGet(out double number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes <c>absent</c>, the reason for every null among <paramref name="measures"/>, or nothing when all are there.</summary>
    public static void WriteAbsences(this Utf8JsonWriter json, params ReadOnlySpan<(string Name, Measure Value)> measures)
    {
        bool opened = false;
        foreach (var (name, value) in measures)
        {
            if (value.Reason is not { } reason)
            {
                continue;
            }

            if (!opened)
            {
                json.WriteStartObject("absent");
                opened = true;
            }

            json.WriteString(name, reason.Code());
        }

        if (opened)
        {
            json.WriteEndObject();
        }
    }

    public static void WriteEstimate(this Utf8JsonWriter json, string name, Estimate estimate)
    {
        json.WriteStartObject(name);
        json.WriteMeasures(
            ("estimate", estimate.Value), ("std_error", estimate.StandardError), ("ci_low", estimate.Low), ("ci_high", estimate.High));
        json.WriteEndObject();
    }
}
