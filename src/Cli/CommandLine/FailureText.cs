using Grpc.Core;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse;

namespace GrpcExp.Cli.CommandLine;

/// <summary>Says what went wrong in words: nobody who runs a command is helped by a stack trace.</summary>
internal static class FailureText
{
    public static (string Message, int ExitCode) Of(Exception failure) => failure switch
    {
        CommandException command => (command.Message, command.ExitCode),
        RpcException rpc => (Of(rpc), ExitCode.Failed),
        WarehouseException or InvalidExperimentInputException => (failure.Message, ExitCode.Failed),
        IOException or UnauthorizedAccessException => (failure.Message, ExitCode.Failed),
        _ => ($"{failure.Message} ({failure.GetType().Name}; this is a defect of grpcexp, please report it with the command you ran.)", ExitCode.Failed),
    };

    private static string Of(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable => $"The control plane does not answer: {failure.Status.Detail} Start one with 'grpcexp serve', or name it with --address.",
        StatusCode.Unauthenticated => $"The control plane wants a valid token: {failure.Status.Detail} Give one with --token or in GRPCEXP_TOKEN.",
        _ => $"{failure.Status.Detail} ({failure.StatusCode})",
    };
}
