using Grpc.Core;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Readouts;

/// <summary>Lists all scorecards of a server, page by page.</summary>
internal static class ScorecardPages
{
    /// <summary>All of them in one answer, by experiment.</summary>
    public static async Task<ListScorecardsResponse> ListAsync(AnalysisService.AnalysisServiceClient analysis, Metadata headers, CancellationToken cancellationToken)
    {
        var all = new ListScorecardsResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = await analysis.ListScorecardsAsync(new ListScorecardsRequest { PageToken = token }, headers, cancellationToken: cancellationToken);
            all.Scorecards.Add(page.Scorecards);
            return page.NextPageToken;
        });
        return all;
    }
}
