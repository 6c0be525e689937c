using Grpc.Core;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Experiments;

/// <summary>Experiments with what the last build says about each.</summary>
internal sealed class Portfolio(ServerConnection connection, CancellationToken cancellationToken)
{
    private readonly AnalysisService.AnalysisServiceClient _analysis = new(connection.Invoker);

    /// <summary>The analysis of each experiment that has one.</summary>
    public async Task<IReadOnlyList<PortfolioRow>> ReadAsync(IEnumerable<Experiment> experiments)
    {
        var rows = new List<PortfolioRow>();
        foreach (var experiment in experiments)
        {
            rows.Add(new PortfolioRow(experiment, experiment.State >= ExperimentState.Running ? await AnalyzeAsync(experiment) : null));
        }

        return rows;
    }

    private async Task<ExperimentAnalysis?> AnalyzeAsync(Experiment experiment)
    {
        try
        {
            var request = new AnalyzeRequest { ExperimentKey = experiment.Key, Mode = experiment.AnalysisMode };
            return await _analysis.AnalyzeAsync(request, connection.Headers, cancellationToken: cancellationToken);
        }
        catch (RpcException nothing) when (nothing.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // Not built yet, or never seen by a build.
            return null;
        }
    }
}
