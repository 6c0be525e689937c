using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GrpcExp.Cli.Commands;

/// <summary>Options that are moments: UTC unless they say otherwise, wherever the command runs.</summary>
internal static class Instants
{
    public static Option<DateTimeOffset?> Option(string name, string description) => new(name) { Description = description, CustomParser = Read };

    private static DateTimeOffset? Read(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        result.AddError($"'{text}' is no time: give a date such as 2026-03-01, or a date and time such as 2026-03-01T12:00Z.");
        return null;
    }
}
