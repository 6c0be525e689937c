using System.Text;
using System.Text.Json;

namespace GrpcExp.Evaluation;

/// <summary>Checks a flag's type and variants.</summary>
internal sealed class VariantCompiler(FlagConfig flag, ProblemList problems)
{
    public Dictionary<string, VariantModel> Compile()
    {
        var path = $"flags[{flag.Key}]";
        if (flag.Type is < FlagType.Bool or > FlagType.Json)
        {
            problems.Add($"{path}.type", $"{flag.Type} is refused: a flag is Bool, Text, Int, Double or Json");
        }

        if (flag.Variants.Count == 0)
        {
            problems.Add($"{path}.variants", "there are none: a flag has at least one variant");
        }

        problems.CheckCount($"{path}.variants", "variants", flag.Variants.Count, EvaluationLimits.Variants);
        var variants = problems.Index($"{path}.variants", flag.Variants, variant => variant.Key);
        foreach (var variant in variants.Values)
        {
            Check($"{path}.variants[{variant.Key}].value", variant.Value);
        }

        return variants.ToDictionary(entry => entry.Key, entry => new VariantModel(entry.Key, entry.Value.Value), StringComparer.Ordinal);
    }

    private void Check(string path, FlagValue value)
    {
        if (value.Type != flag.Type)
        {
            problems.Add(path, $"a value of type {value.Type} is refused: the flag is {flag.Type}");
        }
        else if (value.Type == FlagType.Double && !double.IsFinite(value.AsDouble))
        {
            problems.Add(path, $"{value} is refused: a double is finite");
        }
        else if (value.Type == FlagType.Text)
        {
            problems.CheckCount(path, "characters", value.AsText?.Length ?? 0, EvaluationLimits.TextValueLength);
        }
        else if (value.Type == FlagType.Json)
        {
            problems.CheckCount(path, "characters", value.AsText?.Length ?? 0, EvaluationLimits.JsonValueLength);
            if (!IsJsonObject(value.AsText ?? ""))
            {
                problems.Add(path, "the text is not one JSON object");
            }
        }
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            return isObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
