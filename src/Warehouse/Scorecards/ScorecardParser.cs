using System.Text.Json;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Statistics;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads a scorecard back from the JSON of an analysis.</summary>
internal static class ScorecardParser
{
    /// <summary>The scorecard of an analysis; its checks come without their numbers.</summary>
    public static Scorecard Read(string analysisJson)
    {
        using var document = JsonDocument.Parse(analysisJson);
        var card = document.RootElement.GetProperty("scorecard");
        return new Scorecard(
            Enum<Verdict>(card, "verdict"),
            Enum<Recommendation>(card, "recommendation"),
            [.. card.GetProperty("variants").EnumerateArray().Select(variant => new VariantVerdict(
                variant.GetProperty("variant").GetString()!, Enum<Verdict>(variant, "verdict"), Enum<Recommendation>(variant, "recommendation")))],
            [.. card.GetProperty("checks").EnumerateArray().Select(Check)],
            [.. card.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)],
            card.GetProperty("units_still_needed") is { ValueKind: JsonValueKind.Number } needed ? needed.GetDouble() : Measure.Absent(AbsenceReason.NotComputed),
            card.GetProperty("data_revision").GetString());
    }

    private static ScorecardCheck Check(JsonElement check) => new(
        check.GetProperty("check").GetString()!,
        check.GetProperty("variant").GetString(),
        check.GetProperty("metric").GetString(),
        check.GetProperty("metric_version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt32() : null,
        Enum<CheckStatus>(check, "status"),
        check.GetProperty("reason").GetString()!,
        []);

    private static T Enum<T>(JsonElement parent, string name)
        where T : struct, System.Enum => System.Enum.Parse<T>(parent.GetProperty(name).GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
