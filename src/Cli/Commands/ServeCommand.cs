using System.CommandLine;
using System.Diagnostics;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp serve</c>: runs the control plane in the foreground.</summary>
internal static class ServeCommand
{
    // The options of the control plane, and so its variables, that say where, or may say so.
    private static readonly string[] Places = ["data-dir", "postgres", "config"];

    public static Command Create()
    {
        var command = new Command("serve", "Runs the control plane until Ctrl-C. Its own options follow, for example --data-dir DIR --port 5050; '-- --help' lists them.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (PartPublisher.IsStale(ProgramPart.ControlPlane))
            {
                await new Stages(Terminals.Output(), TimeProvider.System)
                    .RunAsync("building the control plane", _ => PartPublisher.EnsureAsync(ProgramPart.ControlPlane, cancellationToken));
            }

            var file = await PartPublisher.EnsureAsync(ProgramPart.ControlPlane, cancellationToken);
            return await RunAsync(file, Arguments(parsed.UnmatchedTokens), cancellationToken);
        });
        return command;
    }

    // Without a word about where to keep things: in the current folder, as a trial wants it.
    private static IEnumerable<string> Arguments(IReadOnlyList<string> given) =>
        given.Any(word => word is "--help" || Places.Any(place => word.StartsWith($"--{place}", StringComparison.Ordinal)))
        || Places.Any(place => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable($"GRPCEXP_{place.ToUpperInvariant().Replace('-', '_')}")))
            ? given
            : [.. given, "--data-dir", Path.Combine(Environment.CurrentDirectory, ".grpcexp", "server")];

    private static async Task<int> RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        // It inherits this terminal: its lines are for the person who started it, and Ctrl-C reaches it as well.
        var start = new ProcessStartInfo(DotnetHost.Path);
        foreach (var argument in arguments.Prepend(file))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new CommandException($"'{start.FileName}' could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Servers.ProcessEnd.AskAsync(process);
            return ExitCode.Fine;
        }

        return process.ExitCode;
    }
}
