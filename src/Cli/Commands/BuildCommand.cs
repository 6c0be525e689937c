using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Demo;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp build</c>: builds the warehouse of a running control plane, or explains one of its models.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var fullRefresh = new Option<bool>("--full-refresh") { Description = "Rebuild incremental models from all raw data." };
        var select = Models("--select", "Models to build, in dbt's syntax: NAME, +NAME+, tag:NAME, path:FOLDER, source:SOURCE.TABLE+; default all.");
        var exclude = Models("--exclude", "Models to leave out, in the same syntax.");
        var explain = new Option<string?>("--explain") { Description = "Build nothing: print what this model is and the SQL it last ran.", HelpName = "MODEL" };
        var command = new Command("build", "Builds the warehouse of a running control plane and follows its progress.") { fullRefresh, select, exclude, explain };
        server.AddTo(command);
        command.Validators.Add(result => CheckTogether(result, explain, [fullRefresh, select, exclude], server.Format));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            if (parsed.GetValue(explain) is { } model)
            {
                return await ExplainAsync(connection, model, server.IsJson(parsed), cancellationToken);
            }

            var request = new BuildWarehouseRequest
            {
                FullRefresh = parsed.GetValue(fullRefresh),
                Select = { parsed.GetValue(select) },
                Exclude = { parsed.GetValue(exclude) },
            };
            var analysis = new AnalysisService.AnalysisServiceClient(connection.Invoker);
            var stages = new Stages(Terminals.Output(), TimeProvider.System);
            await stages.RunAsync("warehouse", progress => WarehouseBuild.RunAsync(analysis, connection.Headers, request, progress, cancellationToken));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Option<string[]> Models(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "MODELS",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static void CheckTogether(CommandResult result, Option explain, IEnumerable<Option> ofBuilds, Option format)
    {
        var explains = IsGiven(result, explain);
        foreach (var option in ofBuilds.Where(option => explains && IsGiven(result, option)))
        {
            result.AddError($"{option.Name} is for building, and --explain builds nothing: leave one of them out.");
        }

        if (!explains && IsGiven(result, format))
        {
            result.AddError("--format is for --explain: a build shows its progress.");
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static async Task<int> ExplainAsync(ServerConnection connection, string model, bool json, CancellationToken cancellationToken)
    {
        var explained = await new AnalysisService.AnalysisServiceClient(connection.Invoker)
            .ExplainSqlAsync(new ExplainSqlRequest { Model = model }, connection.Headers, cancellationToken: cancellationToken);
        if (json)
        {
            MessageJson.Print(explained);
        }
        else
        {
            Console.Write(ModelExplanationText.Of(model, explained));
        }

        return ExitCode.Fine;
    }
}
