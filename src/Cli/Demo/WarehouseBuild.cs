using Grpc.Core;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Demo;

/// <summary>Builds the warehouse and follows the progress that the server streams.</summary>
internal static class WarehouseBuild
{
    public static async Task RunAsync(
        AnalysisService.AnalysisServiceClient analysis, Metadata headers, BuildWarehouseRequest request, StageProgress progress, CancellationToken cancellationToken)
    {
        using var call = analysis.BuildWarehouse(request, headers, cancellationToken: cancellationToken);
        BuildProgress? last = null;
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            last = call.ResponseStream.Current;
            progress.Expect(last.Total);
            progress.Reach(last.Done);
        }

        progress.Detail = last switch
        {
            { Finished: true, Status: "failed_tests" } => throw new CommandException(
                $"The warehouse was built and published, but data tests failed, and the scorecards that rest on them are RED: {last.Detail}"),
            { Finished: true, Status: not "error" } => $"{last.Total} models and tests{(last.Detail.Length > 0 ? $"; {last.Detail}" : "")}",
            _ => throw new CommandException($"The warehouse was not built: {last?.Detail ?? "the server said nothing"}"),
        };
    }
}
