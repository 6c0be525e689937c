using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Readouts;

/// <summary>Lists all scorecards of a server, page by page.</summary>
internal static class ScorecardPages
{
    /// <summary>All of them in one answer, by experiment.</summary>
    public static async Task<ListScorecardsResponse> ListAsync(AnalysisService.AnalysisServiceClient analysis, Metadata headers, CancellationToken cancellationToken)
    {
        var all = new ListScorecardsResponse();
        var request = new ListScorecardsRequest();
        do
        {
            var page = await analysis.ListScorecardsAsync(request, headers, cancellationToken: cancellationToken);
            all.Scorecards.Add(page.Scorecards);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }
}
