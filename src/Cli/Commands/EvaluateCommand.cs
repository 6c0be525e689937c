using System.CommandLine;
using Grpc.Core;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Client;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp evaluate FLAG UNIT</c>: what a unit gets, and why.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var flag = new Argument<string>("flag") { Description = "Key of the flag." };
        var unit = new Argument<string>("unit") { Description = "Id of the unit." };
        var attributes = new Option<string[]>("--attribute") { Description = "Text attribute, NAME=VALUE; repeat it.", DefaultValueFactory = _ => [] };
        var socket = new Option<string?>("--socket") { Description = "Ask a sidecar on the Unix socket of its raw protocol, instead of the control plane." };
        var command = new Command("evaluate", "Says which variant a unit gets and why; never counts as an exposure.") { flag, unit, attributes, socket };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new EvaluateRequest
            {
                FlagKey = parsed.GetValue(flag),
                Context = Context(parsed.GetValue(unit)!, parsed.GetValue(attributes)!).ToMessage(),
                Explain = true,
                SuppressExposure = true,
            };
            var answer = parsed.GetValue(socket) is { } path
                ? await AskSidecarAsync(path, request, cancellationToken)
                : await AskControlPlaneAsync(server, parsed, request, cancellationToken);
            if (server.IsJson(parsed))
            {
                MessageJson.Print(answer);
            }
            else
            {
                Print(answer);
            }

            return answer.ErrorCode == ErrorCode.Unspecified ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }

    private static UnitContext Context(string unit, string[] attributes) => attributes.Aggregate(new UnitContext(unit), (context, attribute) =>
        attribute.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? context.With(name, value)
            : throw CommandException.BadUsage($"--attribute '{attribute}' is not NAME=VALUE."));

    private static async Task<EvaluateResponse> AskSidecarAsync(string path, EvaluateRequest request, CancellationToken cancellationToken)
    {
        await using var client = GrpcExpClient.ForRawSocket(path);
        return (await client.EvaluateBatchAsync([request], cancellationToken))[0];
    }

    private static async Task<EvaluateResponse> AskControlPlaneAsync(
        ServerOptions server, ParseResult parsed, EvaluateRequest request, CancellationToken cancellationToken)
    {
        using var connection = server.Connect(parsed);
        return await new EvaluationService.EvaluationServiceClient(connection.Invoker)
            .EvaluateAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }

    private static void Print(EvaluateResponse answer)
    {
        if (answer.ErrorCode != ErrorCode.Unspecified)
        {
            Console.WriteLine($"{answer.FlagKey}: {answer.ErrorCode}: {answer.ErrorDetail}");
            return;
        }

        Console.WriteLine($"{answer.FlagKey} = {answer.Value}");
        Console.WriteLine($"variant {answer.Variant}, reason {answer.Reason}, bucket {answer.Bucket}, revision {answer.Revision}");
        foreach (var step in answer.Explanation)
        {
            Console.WriteLine($"  - {step}");
        }
    }
}
