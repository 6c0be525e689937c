using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Planning;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp plan</c>: how many units an effect needs, which effect so many units find, or with which power.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var options = new PlanOptions();
        var curve = new Option<bool>("--curve") { Description = "Draws power over units; with --format json lists its points." };
        var svg = new Option<string?>("--svg") { Description = "Writes power over units to this SVG file." };
        var command = new Command("plan", "Plans an experiment: units, detectable effect, power, duration. With --address a control plane is asked.");
        options.AddTo(command);
        command.Options.Add(curve);
        command.Options.Add(svg);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = options.Read(parsed);
            bool json = server.IsJson(parsed);

            // GRPCEXP_ADDRESS alone is for the commands that cannot do without a server.
            if (parsed.GetResult(server.Address) is { Implicit: false })
            {
                string? localOnly = options.LocalOnly(parsed) ?? (parsed.GetValue(curve) ? curve.Name : parsed.GetValue(svg) is null ? null : svg.Name);
                using var connection = server.Connect(parsed);
                await RemotePlan.RunAsync(input, localOnly, connection, json, cancellationToken);
                return ExitCode.Fine;
            }

            if (parsed.GetResult(server.Token) is { Implicit: false })
            {
                throw CommandException.BadUsage("--token is for a control plane: give --address too, or leave it out.");
            }

            LocalPlan.Run(input, json, parsed.GetValue(curve), parsed.GetValue(svg));
            return ExitCode.Fine;
        });
        return command;
    }
}
