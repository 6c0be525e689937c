using System.Globalization;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Flags;

/// <summary>Flags for people.</summary>
internal static class FlagPrinter
{
    private const double BucketsPerPercent = 100;

    /// <summary>One line a flag.</summary>
    public static void Print(IAnsiConsole console, ListFlagsResponse flags)
    {
        var table = Tables.Of("Flag", "State", "Type", "Default", "#Variants", "#Rules", "Owner", "Changed (UTC)");
        foreach (var flag in flags.Flags)
        {
            table.AddRow(
                Markup.Escape(flag.Key),
                flag.Enabled ? "[green]on[/]" : "[red]off[/]",
                Word(flag.Type),
                Markup.Escape(flag.DefaultVariant),
                Number(flag.Variants.Count),
                Number(flag.Rules.Count),
                Markup.Escape(flag.Owner),
                Times.Minute(flag.UpdateTime));
        }

        console.Write(table);
        console.WriteLine($"{Tables.Count(flags.Flags.Count, "flag")} at revision {Number(flags.Revision)}");
    }

    /// <summary>One flag in full, its rules in words.</summary>
    public static void Print(IAnsiConsole console, Flag flag)
    {
        Tables.Facts(
            console,
            ("flag", flag.Key),
            ("about", flag.Description),
            ("owner", flag.Owner),
            ("state", flag.Enabled ? "on" : $"off: everybody gets {Off(flag)}"),
            ("type", Word(flag.Type)),
            ("default", flag.DefaultVariant),
            ("off", Off(flag)),
            ("version", Number(flag.Version)),
            ("changed", $"{Times.Minute(flag.UpdateTime)} UTC"));
        var table = Tables.Of("Variant", "Value", "About");
        foreach (var variant in flag.Variants)
        {
            table.Add(variant.Key, Value(variant.Value), variant.Description);
        }

        console.Write(table);
        foreach (var line in Sentences(flag))
        {
            console.WriteLine(line);
        }
    }

    /// <summary>What happens to a unit, in the order in which it is decided.</summary>
    public static IEnumerable<string> Sentences(Flag flag)
    {
        if (flag.ForcedUnits.Count > 0)
        {
            yield return $"forced: {string.Join(", ", flag.ForcedUnits.OrderBy(unit => unit.Key, StringComparer.Ordinal).Take(5).Select(unit => $"{unit.Key} gets {unit.Value}"))}"
                + (flag.ForcedUnits.Count > 5 ? $" and {Number(flag.ForcedUnits.Count - 5)} more" : "");
        }

        foreach (var needed in flag.Prerequisites)
        {
            yield return $"needs {needed.FlagKey} to be {string.Join(" or ", needed.Variants)}, else {Off(flag)}";
        }

        foreach (var rule in flag.Rules)
        {
            var outcome = rule.OutcomeCase == Contracts.Control.V1.Rule.OutcomeOneofCase.Split ? string.Join(", ", rule.Split.Allocations.Select(Share)) : rule.Variant;
            yield return $"rule {rule.Key}: {ConditionWords.Of(rule.Condition)} gets {outcome}{Dates(rule)}";
        }

        yield return $"everybody else gets {flag.DefaultVariant}";
    }

    private static string Dates(Contracts.Control.V1.Rule rule) =>
        (rule.StartTime is null ? "" : $", from {Times.Minute(rule.StartTime)} UTC") + (rule.EndTime is null ? "" : $", until {Times.Minute(rule.EndTime)} UTC");

    private static string Share(VariantAllocation allocation) =>
        $"{allocation.Variant} {(allocation.Ranges.Sum(range => range.End - range.Start) / BucketsPerPercent).ToString("0.##", CultureInfo.InvariantCulture)} %";

    private static string Off(Flag flag) => flag.OffVariant.Length > 0 ? flag.OffVariant : flag.DefaultVariant;

    private static string Value(FlagValue? value) => value?.KindCase switch
    {
        FlagValue.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        FlagValue.KindOneofCase.StringValue => value.StringValue,
        FlagValue.KindOneofCase.IntValue => Number(value.IntValue),
        FlagValue.KindOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        FlagValue.KindOneofCase.JsonValue => value.JsonValue,
        _ => "",
    };

    private static string Word(FlagType type) => type.ToString().ToLowerInvariant();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
