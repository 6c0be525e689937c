using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>Numbers of an experiment, and what somebody can do with it.</summary>
[Collection(PagesCollection.Name)]
public sealed class ExperimentPageTests(PagesServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_on_the_page_are_those_of_gRPC()
    {
        var analysis = await new AnalysisService.AnalysisServiceClient(server.Editor).AnalyzeAsync(
            new AnalyzeRequest { ExperimentKey = PageData.Running, Mode = AnalysisMode.Itt }, cancellationToken: Cancelled);
        var comparison = analysis.Metrics[0].Comparisons[0];

        // 100 of 500 against 200 of 500: by hand.
        Assert.Equal((0.2, 0.4, 1.0), (comparison.ControlMean, comparison.TreatmentMean, Math.Round(comparison.Relative.Estimate_, 12)));
        await using var visit = await server.VisitAsync(server.Vic);
        await visit.OpenAsync($"/experiments/{PageData.Running}");
        var row = visit.Page.Locator("#metrics tbody tr", new PageLocatorOptions { HasText = "purchase" });
        var text = await row.InnerTextAsync();
        Assert.Contains("+100.0%", text);
        Assert.Contains("0.2", text);
        Assert.Contains("0.4", text);
        Assert.Contains($"{Percent(comparison.Relative.CiLow)} to {Percent(comparison.Relative.CiHigh)}", text);
        Assert.Contains("Ship", await visit.Page.Locator("#verdict h2").InnerTextAsync());
        Assert.Contains(analysis.Scorecard.Reasons[0], await visit.Page.Locator("#verdict").InnerTextAsync());
        Assert.Equal(
            analysis.Variants.Select(variant => variant.Units.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            await visit.Page.Locator("#sample-ratio table").First.Locator("tbody tr td:nth-child(2)").AllInnerTextsAsync());

        // A table stands under each chart.
        Assert.Equal(await visit.Page.Locator("#over-time .chart").CountAsync(), await visit.Page.Locator("#over-time details table").CountAsync());
        var csv = await (await visit.FetchAsync($"/experiments/{PageData.Running}/results.csv")).TextAsync();
        Assert.Contains($"purchase,1,primary,increase,treatment,0.2,0.4,", csv);
    }

    [Fact]
    public async Task A_whole_life_is_clicked_by_two_people()
    {
        const string Key = "clicked";
        await new FlagService.FlagServiceClient(server.Editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("clicked-flag") }, cancellationToken: Cancelled);
        var experiments = new ExperimentService.ExperimentServiceClient(server.Editor);
        await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = Samples.Experiment(Key, "clicked-flag", "purchase", "visit") }, cancellationToken: Cancelled);
        await using var ada = await server.VisitAsync(server.Ada);
        await using var grace = await server.VisitAsync(server.Grace);

        await StepAsync(ada, Key, "Submit for review", "ready");
        await ada.OpenAsync($"/experiments/{Key}");
        Assert.Equal(0, await ada.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Approve", Exact = true }).CountAsync());
        await StepAsync(grace, Key, "Request changes", "say who it is for");
        await StepAsync(ada, Key, "Submit for review", "said");
        await StepAsync(grace, Key, "Approve", "fine");
        await StepAsync(ada, Key, "Start", "now");
        await grace.OpenAsync($"/experiments/{Key}");
        await grace.ClickAsync(AriaRole.Link, "Conclude");
        await grace.Page.GetByText("Ship a variant").ClickAsync();
        await grace.Page.GetByLabel("Variant to ship").SelectOptionAsync("treatment");
        await grace.Page.GetByLabel("Reason").FillAsync("it won");
        await grace.ClickAsync(AriaRole.Button, "Conclude");
        Assert.Contains("Concluded.", await grace.Page.GetByRole(AriaRole.Status).InnerTextAsync());
        await StepAsync(ada, Key, "Archive", "over");

        var events = (await experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = $"experiments/{Key}" }, cancellationToken: Cancelled)).Events;
        Assert.Equal(
            ["create", "submit", "request_changes", "submit", "approve", "start", "conclude", "archive"],
            events.Select(entry => entry.Action.Split('.')[1]));
        Assert.Equal(["ada", "ada", "grace", "ada", "grace", "ada", "grace", "ada"], events.Select(entry => entry.Actor));
        Assert.Equal("it won", events[6].Reason);
        Assert.All(events, entry => Assert.Equal("127.0.0.1", entry.SourceAddress));
        Assert.Equal("treatment", (await new FlagService.FlagServiceClient(server.Editor).GetFlagAsync(new GetFlagRequest { Key = "clicked-flag" }, cancellationToken: Cancelled)).DefaultVariant);
        Assert.Equal([], ada.Complaints.Concat(grace.Complaints));
    }

    [Fact]
    public async Task A_refusal_says_everything_and_keeps_what_was_written()
    {
        await new FlagService.FlagServiceClient(server.Editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("bare-flag") }, cancellationToken: Cancelled);
        await new ExperimentService.ExperimentServiceClient(server.Editor).CreateExperimentAsync(
            new CreateExperimentRequest { Experiment = new Experiment { Key = "bare", FlagKey = "bare-flag" } }, cancellationToken: Cancelled);
        await using var visit = await server.VisitAsync(server.Ada);
        await visit.OpenAsync("/experiments/bare/submit");
        await visit.Page.GetByLabel("Reason, optional").FillAsync("in a hurry");
        await visit.ClickAsync(AriaRole.Button, "Submit for review");
        var alert = await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync();
        Assert.Contains("hypothesis", alert);
        Assert.Contains("guardrail_metrics", alert);
        Assert.Equal("in a hurry", await visit.Page.GetByLabel("Reason, optional").InputValueAsync());
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_no_buttons_and_is_refused_at_the_address()
    {
        await using var visit = await server.VisitAsync(server.Vic);
        await visit.OpenAsync($"/experiments/{PageData.Running}");
        Assert.Equal(0, await visit.Page.Locator(".actions a").CountAsync());
        Assert.Equal(403, (await visit.OpenAsync($"/experiments/{PageData.Running}/kill")).Status);
    }

    [Fact]
    public async Task A_share_link_opens_one_page_until_it_is_revoked()
    {
        await using var ada = await server.VisitAsync(server.Ada);
        await ada.OpenAsync($"/experiments/{PageData.Running}/share");
        await ada.ClickAsync(AriaRole.Button, "Make a link");
        var url = await ada.Page.Locator("#new-link").GetAttributeAsync("href");

        await using var guest = await server.VisitAsync(null);
        Assert.Equal(200, (await guest.OpenAsync(url!)).Status);
        Assert.Contains("Ship", await guest.Page.Locator("#verdict h2").InnerTextAsync());
        Assert.Equal(0, await guest.Page.Locator("form, .actions a").CountAsync());
        await guest.Page.Locator("#metrics").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "visit" }).ClickAsync();
        Assert.StartsWith(url!, guest.Page.Url);
        await guest.OpenAsync("/");
        Assert.Contains("/sign-in", guest.Page.Url);

        await ada.OpenAsync($"/experiments/{PageData.Running}/share");
        await ada.ClickAsync(AriaRole.Button, "Revoke");
        Assert.Equal(404, (await guest.OpenAsync(url!)).Status);
    }

    private static async Task StepAsync(Visit visit, string key, string label, string reason)
    {
        await visit.OpenAsync($"/experiments/{key}");
        await visit.ClickAsync(AriaRole.Link, label);
        await visit.Page.Locator("textarea[name=reason]").FillAsync(reason);
        await visit.ClickAsync(AriaRole.Button, label);
        Assert.Equal($"/experiments/{key}", new Uri(visit.Page.Url).AbsolutePath);
        Assert.Equal(1, await visit.Page.GetByRole(AriaRole.Status).CountAsync());
    }

    private static string Percent(double fraction) =>
        (fraction * 100).ToString(Math.Abs(fraction) < 0.99995 ? "+0.00;-0.00" : "+#,0.0;-#,0.0", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '\u2212') + "%";
}
