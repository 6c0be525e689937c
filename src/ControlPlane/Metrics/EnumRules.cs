using GrpcExp.ControlPlane.Errors;
using Enum = System.Enum;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether a value of an enum is one of the contract's.</summary>
internal static class EnumRules
{
    public static void Check<TEnum>(Violations violations, string field, TEnum value, bool isRequired)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            violations.Add(field, $"{value} is unknown: give a value of the contract");
        }
        else if (isRequired && value.Equals(default(TEnum)))
        {
            violations.Add(field, $"is missing: give one of {string.Join(", ", Enum.GetValues<TEnum>().Skip(1).Select(Word))}");
        }
    }

    /// <summary>A value as the contract spells it, without the enum's name.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
