using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Experiments;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Commands;

/// <summary>The steps of an experiment's life as commands, each of which says where the experiment stands then.</summary>
internal static class ExperimentStepCommands
{
    private const double BasisPointsPerPercent = 100;

    public static IEnumerable<Command> All() =>
    [
        Step("submit", "DRAFT to REVIEW; lists everything that is still missing.", (one, reason) => one.Steps.SubmitAsync(one.Key, reason)),
        Step("request-changes", "REVIEW or APPROVED back to DRAFT; --reason says what is to be changed.", (one, reason) => one.Steps.RequestChangesAsync(one.Key, reason)),
        Step("approve", "REVIEW to APPROVED, by somebody who neither wrote nor submitted it; reserves its flag or slice.", (one, reason) => one.Steps.ApproveAsync(one.Key, reason)),
        Start(),
        Ramp(),
        Conclude(),
        Step("archive", "Puts an experiment away that is not running.", (one, reason) => one.Steps.ArchiveAsync(one.Key, reason)),
    ];

    private static Command Start()
    {
        var began = Instants.Option("--began", "When traffic really began, for an experiment brought over from another system; default: now.");
        return Step("start", "APPROVED to RUNNING; pins the versions of its metrics.", (one, parsed, reason) => one.Steps.StartAsync(one.Key, parsed.GetValue(began), reason), began);
    }

    private static Command Ramp()
    {
        var to = new Option<double>("--to") { Description = "Per cent of eligible units, above the present share, at most 100.", Required = true };
        return Step("ramp", "Raises the traffic of a running experiment; nobody changes variant.", (one, parsed, reason) =>
            one.Steps.RampAsync(one.Key, BasisPoints(parsed.GetValue(to)), reason), to);
    }

    private static Command Conclude()
    {
        var ship = new Option<string?>("--ship") { Description = "The variant that becomes the flag's default." };
        var rollBack = new Option<bool>("--roll-back") { Description = "Control becomes the flag's default." };
        var inconclusive = new Option<bool>("--inconclusive") { Description = "Nothing was decided; the flag's default stays." };
        var ended = Instants.Option("--ended", "When traffic really ended; default: now.");
        return Step("conclude", "RUNNING to CONCLUDED with a decision, and the scorecard frozen with it.", (one, parsed, reason) =>
        {
            var variant = parsed.GetValue(ship);
            var decision = (variant, parsed.GetValue(rollBack), parsed.GetValue(inconclusive)) switch
            {
                ({ Length: > 0 }, false, false) => Decision.Shipped,
                (null, true, false) => Decision.RolledBack,
                (null, false, true) => Decision.Inconclusive,
                _ => throw CommandException.BadUsage("Give one decision: --ship VARIANT, --roll-back or --inconclusive."),
            };
            return one.Steps.ConcludeAsync(one.Key, decision, variant, parsed.GetValue(ended), reason);
        }, ship, rollBack, inconclusive, ended);
    }

    private static int BasisPoints(double percent)
    {
        var points = percent * BasisPointsPerPercent;
        return points is >= 1 and <= 10_000 && Math.Abs(points - Math.Round(points)) < 1e-6
            ? (int)Math.Round(points)
            : throw CommandException.BadUsage(FormattableString.Invariant($"--to {percent} is refused: give per cent from 0.01 to 100, with at most two decimals."));
    }

    private static Command Step(string name, string description, Func<ExperimentsCommand.OneExperiment, string, Task<Experiment>> take) =>
        Step(name, description, (one, _, reason) => take(one, reason));

    private static Command Step(string name, string description, Func<ExperimentsCommand.OneExperiment, ParseResult, string, Task<Experiment>> take, params Option[] options)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log and as a comment; at most 1,000 characters.", DefaultValueFactory = _ => "" };
        return ExperimentsCommand.OfOne(name, description, [.. options, reason], async (one, server, parsed) =>
        {
            var after = await take(one, parsed, parsed.GetValue(reason)!);
            server.Print(parsed, after, (console, experiment) => console.WriteLine($"{experiment.Key} is {ExperimentPrinter.Word(experiment.State)} (version {experiment.Version})"));
            return ExitCode.Fine;
        });
    }
}
