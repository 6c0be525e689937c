using System.CommandLine;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Demo;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp demo</c>: the whole platform on the sample data.</summary>
internal static class DemoCommand
{
    private const string Embedded = "embedded";
    private const string Server = "server";

    public static Command Create()
    {
        var size = new Option<string>("--size")
        {
            Description = "embedded: SQLite files, no server. server: a private PostgreSQL and Redis.",
            DefaultValueFactory = _ => Embedded,
        };
        size.AcceptOnlyFromAmong(Embedded, Server);
        var serve = new Option<bool>("--serve") { Description = "Leave the control plane running until Ctrl-C." };
        var seeds = new Option<string?>("--seeds") { Description = "Folder with the sample data; default: seeds in the checkout." };
        var readout = new Option<string>("--readout")
        {
            Description = "Experiment to print in full.",
            DefaultValueFactory = _ => "checkout_one_page",
        };
        var command = new Command("demo", "Runs the platform's main job on the sample data, from registering metrics to scorecards.") { size, serve, seeds, readout };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(seeds)
                ?? SourceCheckout.Find()?.PathOf("seeds")
                ?? throw CommandException.BadUsage("The sample data were not found: run grpcexp from its checkout, or name their folder with --seeds.");
            var options = new DemoOptions(parsed.GetValue(size) == Server, parsed.GetValue(serve), folder, parsed.GetValue(readout)!);
            return new DemoRun(options, Terminals.Output(), TimeProvider.System, cancellationToken).RunAsync();
        });
        return command;
    }
}
