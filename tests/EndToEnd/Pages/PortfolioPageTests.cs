using System.Diagnostics;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>The portfolio, small and crowded.</summary>
[Collection(PagesCollection.Name)]
public sealed class PortfolioPageTests(PagesServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private const int Enough = 100;
    private const int Patience = 15;

    /// <summary>Most experiments that other tests of this server make for themselves.</summary>
    private const int OfOthers = 10;

    [Fact]
    public async Task Two_hundred_experiments_are_small_fast_found_and_sorted()
    {
        await using var visit = await server.VisitAsync(server.Vic);
        var answer = await visit.OpenAsync("/");
        Assert.InRange((await answer.BodyAsync()).Length, 10_000, 150_000);
        Assert.InRange(await visit.Page.Locator("tbody tr").CountAsync(), PagesServer.Crowd + 1, PagesServer.Crowd + OfOthers);
        Assert.Equal(PageData.Running, await visit.Page.Locator("tbody th a").First.InnerTextAsync());
        Assert.InRange(await FastestAsync(visit), 0, Enough);

        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("crowd-042");
        await visit.ClickAsync(AriaRole.Button, "Apply");
        Assert.Equal(["crowd-042-of-experiments"], await visit.Page.Locator("tbody th a").AllInnerTextsAsync());
        Assert.Contains("q=crowd-042", visit.Page.Url);
        await visit.OpenAsync("/?state=running&verdict=green");
        Assert.Equal([PageData.Running], await visit.Page.Locator("tbody th a").AllInnerTextsAsync());
        await visit.OpenAsync("/?state=17&verdict=purple&sort=';drop");
        Assert.InRange(await visit.Page.Locator("tbody tr").CountAsync(), PagesServer.Crowd + 1, PagesServer.Crowd + OfOthers);
        Assert.Equal([], visit.Complaints);
    }

    [Fact]
    public async Task Scorecards_come_in_pages_that_follow_each_other()
    {
        var analysis = new AnalysisService.AnalysisServiceClient(server.Editor);
        var whole = (await analysis.ListScorecardsAsync(new ListScorecardsRequest { PageSize = 1_000 }, cancellationToken: Cancelled)).Scorecards.Select(scorecard => scorecard.ExperimentKey).ToList();
        var (keys, token) = (new List<string>(), "");
        do
        {
            var page = await analysis.ListScorecardsAsync(new ListScorecardsRequest { PageSize = 70, PageToken = token }, cancellationToken: Cancelled);
            Assert.InRange(page.Scorecards.Count, 1, 70);
            keys.AddRange(page.Scorecards.Select(scorecard => scorecard.ExperimentKey));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(whole, keys);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    /// <summary>Milliseconds of the fastest answer: what the server needs, without what else this machine does meanwhile.</summary>
    private static async Task<double> FastestAsync(Visit visit)
    {
        var fastest = double.MaxValue;
        var end = Stopwatch.GetTimestamp() + (Patience * Stopwatch.Frequency);
        while (fastest > Enough && Stopwatch.GetTimestamp() < end)
        {
            var start = Stopwatch.GetTimestamp();
            await visit.FetchAsync("/");
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return fastest;
    }
}
