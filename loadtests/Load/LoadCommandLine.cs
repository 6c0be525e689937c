using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GrpcExp.Load.Scenarios;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load;

/// <summary>The command line: options, their limits, and help.</summary>
internal static class LoadCommandLine
{
    private static readonly Argument<string> Scenario = new("SCENARIO") { Description = "all, or one of: " + string.Join(", ", LoadTests.Names) + "." };
    private static readonly Option<int?> Rate = Whole<int?>("--rate", "Planned starts a second; the default depends on the scenario. Not with 'all'.", null, 1, LoadOptions.MostPerSecond);
    private static readonly Option<int> Seconds = Whole("--seconds", "Length of each counted stretch.", 10, 1, LoadOptions.MostSeconds);
    private static readonly Option<int> WarmUp = Whole("--warm-up", "Seconds of load before counting begins.", 3, 0, LoadOptions.MostWarmUpSeconds);
    private static readonly Option<int> Connections = Whole("--connections", "Connections of the lookups.", 2, 1, LoadOptions.MostConnections);
    private static readonly Option<double> P99 = new("--p99-ms")
    {
        Description = "Limit of every endpoint's 99th percentile, ms.",
        DefaultValueFactory = _ => Sla.EndpointP99Milliseconds,
    };

    private static readonly Option<bool> OpenLoopOnly = new("--open-loop-only") { Description = "Leaves out saturation and the comparison with an echo." };
    private static readonly Option<int?> Experiments = Whole<int?>("--experiments", "warehouse: running experiments, even [default: 200; small: 20].", null, 2, WarehousePlan.MostExperiments);
    private static readonly Option<int?> Units = Whole<int?>("--units", "warehouse: units, each in two experiments [default: 500000; small: 20000].", null, WarehousePlan.LeastUnits, WarehousePlan.MostUnits);
    private static readonly Option<int?> Events = Whole<int?>("--events", "warehouse: events before the first build [default: 10000000; small: 200000].", null, WarehousePlan.LeastEvents, WarehousePlan.MostEvents);
    private static readonly Option<int?> Days = Whole<int?>("--days", "warehouse: days before the first build [default: 42].", null, WarehousePlan.LeastDays, WarehousePlan.MostDays);
    private static readonly Option<bool> Small = new("--small") { Description = "warehouse: sizes that a test can run, without thresholds on time." };
    private static readonly Option<bool> IngestOnly = new("--ingest-only") { Description = "warehouse: ends before the builds." };
    private static readonly Option<bool?> Verify = new("--verify") { Description = "warehouse: builds everything anew at the end and compares the bytes of the marts; true or false [default: true when small]." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder of report.md, report.html and report.json [default: artifacts/load/SCENARIO]." };

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Func<LoadOptions, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        var root = new RootCommand("Load against the real sidecar and control plane on this machine. Exit code 0: every threshold held; 1: one failed; 2: bad usage.")
        {
            Scenario, Rate, Seconds, WarmUp, Connections, P99, OpenLoopOnly, Experiments, Units, Events, Days, Small, IngestOnly, Verify, Out,
        };
        root.Validators.Add(RequireKnownScenario);
        root.Validators.Add(RequireWarehouse);
        Experiments.Validators.Add(RequireEven);
        P99.Validators.Add(RequirePositive);
        root.SetAction((parsed, token) => run(Read(parsed), token));
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"error: {error.Message}");
            }

            await Console.Error.WriteLineAsync("'--help' says what there is.");
            return ExitCode.BadUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
    }

    private static LoadOptions Read(ParseResult parsed) => new()
    {
        Scenario = parsed.GetValue(Scenario)!,
        Rate = parsed.GetValue(Rate),
        Seconds = parsed.GetValue(Seconds),
        WarmUpSeconds = parsed.GetValue(WarmUp),
        Connections = parsed.GetValue(Connections),
        P99Milliseconds = parsed.GetValue(P99),
        OpenLoopOnly = parsed.GetValue(OpenLoopOnly),
        Warehouse = new WarehousePlan
        {
            Experiments = parsed.GetValue(Experiments),
            Units = parsed.GetValue(Units),
            Events = parsed.GetValue(Events),
            Days = parsed.GetValue(Days),
            IsSmall = parsed.GetValue(Small),
            IngestOnly = parsed.GetValue(IngestOnly),
            Verify = parsed.GetValue(Verify),
        },
        Out = parsed.GetValue(Out),
    };

    private static Option<T> Whole<T>(string name, string description, T standard, int least, int most)
    {
        var option = new Option<T>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} A whole number from {least} to {most}."),
            DefaultValueFactory = _ => standard,
            CustomParser = result => Parse<T>(result, name, least, most),
        };
        return option;
    }

    private static T? Parse<T>(ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return (T)(object)value;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} '{text}' is no whole number from {least} to {most}."));
        return default;
    }

    private static void RequireKnownScenario(CommandResult result)
    {
        var name = result.GetValue(Scenario);
        if (name is not null && name != LoadTests.All && !LoadTests.Names.Contains(name))
        {
            result.AddError($"SCENARIO '{name}' does not exist. Take {LoadTests.All}, or one of: {string.Join(", ", LoadTests.Names)}.");
        }
        else if (name == LoadTests.All && result.GetValue(Rate) is not null)
        {
            result.AddError("--rate goes with one scenario: 'all' takes each one's own rate.");
        }
    }

    private static void RequireWarehouse(CommandResult result)
    {
        foreach (var option in new Option[] { Experiments, Units, Events, Days, Small, IngestOnly, Verify })
        {
            if (result.GetValue(Scenario) is { } name && name != WarehouseTest.ScenarioName && result.GetResult(option) is { Implicit: false })
            {
                result.AddError($"{option.Name} goes with the scenario {WarehouseTest.ScenarioName} only.");
            }
        }
    }

    private static void RequireEven(OptionResult result)
    {
        // The text and not the value: one that is out of range has none.
        if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count % 2 != 0)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--experiments '{count}' must be even: every unit is in one of each half."));
        }
    }

    private static void RequirePositive(OptionResult result)
    {
        if (result.Errors.Any() || (result.GetValueOrDefault<double>() is var limit && limit > 0 && double.IsFinite(limit)))
        {
            return;
        }

        result.AddError($"--p99-ms '{result.Tokens.FirstOrDefault()?.Value}' must be above 0.");
    }
}
