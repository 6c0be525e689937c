using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Cli.Planning;

/// <summary>
/// A plan for programs: snake_case, every key always there. An absent number is null, and its object has <c>absent</c>, which maps
/// the key to the reason.
/// </summary>
internal static class PlanJson
{
    public static void Write(Stream stream, PlanQuestion question, ExperimentPlan plan, PlannedDuration? duration, IReadOnlyList<PowerPoint>? curve)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            Write(json, question, plan, duration, curve);
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, PlanQuestion question, ExperimentPlan plan, PlannedDuration? duration, IReadOnlyList<PowerPoint>? curve)
    {
        var design = plan.Design;
        json.WriteStartObject();
        json.WriteString("metric", design.Metric.Kind.ToString().ToLowerInvariant());
        json.WriteString("alternative", JsonNamingPolicy.SnakeCaseLower.ConvertName(design.Alternative.ToString()));
        json.WriteString("correction", design.Correction.ToString().ToLowerInvariant());
        json.WriteNumber("looks", design.Looks.Count);
        json.WriteBoolean("always_valid", design.Looks.Anytime);
        json.WriteNumber("alpha", design.Alpha);
        Numbers(
            json,
            ("baseline", design.Metric.Baseline),
            ("units", plan.Units),
            ("effect_absolute", plan.Effect),
            ("effect_relative", plan.RelativeEffect),
            ("power", plan.Power),
            ("comparison_alpha", plan.ComparisonAlpha),
            ("std_deviation", plan.StandardDeviation),
            ("variance_reduction", plan.VarianceReduction),
            ("design_effect", plan.DesignEffect),
            ("effective_units", plan.EffectiveUnits),
            ("inflation_factor", plan.InflationFactor),
            ("width_factor", plan.WidthFactor),
            ("days", duration?.Days ?? default),
            ("weeks", duration?.Weeks ?? default));
        json.WriteStartArray("variants");
        foreach (var (name, variant) in PlanVariants.Named(plan))
        {
            json.WriteStartObject();
            json.WriteString("variant", name);
            json.WriteNumber("share", variant.Share);
            Numbers(json, ("units", variant.Units), ("power", variant.Power), ("clusters", variant.Clusters));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (curve is not null)
        {
            json.WriteStartArray("curve");
            foreach (var point in curve)
            {
                json.WriteStartObject();
                json.WriteNumber("units", point.Units);
                Numbers(json, ("power", point.Power));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, params (string Key, Measure Number)[] numbers)
    {
        foreach (var (key, number) in numbers)
        {
            if (number.TryGet(out double value))
            {
                json.WriteNumber(key, value);
            }
            else
            {
                json.WriteNull(key);
            }
        }

        var absent = numbers.Where(number => !number.Number.IsPresent).ToArray();
        if (absent.Length > 0)
        {
            json.WriteStartObject("absent");
            foreach (var (key, number) in absent)
            {
                json.WriteString(key, number.Reason!.Value.Code());
            }

            json.WriteEndObject();
        }
    }
}
