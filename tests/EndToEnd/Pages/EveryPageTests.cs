using System.Text.Json;
using GrpcExp.Contracts.Control.V1;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>What holds for every page, at the sizes of a desk and a phone, by day and by night.</summary>
[Collection(PagesCollection.Name)]
public sealed class EveryPageTests(PagesServer server)
{
    private const int PageBytes = 150_000;

    private static readonly (string Name, string Path)[] Paths =
    [
        ("portfolio", "/?q=crowd-00"),
        ("portfolio-empty", "/?q=nothing-has-this-name"),
        ("experiment", $"/experiments/{PageData.Running}"),
        ("experiment-absolute", $"/experiments/{PageData.Running}?scale=absolute&metric=visit"),
        ("report", $"/experiments/{PageData.Running}/report"),
        ("conclude", $"/experiments/{PageData.Running}/conclude"),
        ("share", $"/experiments/{PageData.Running}/share"),
        ("model", "/models/mart_experiment_scorecard"),
        ("flags", "/flags"),
        ("flag", "/flags/checkout?unit=unit-1&attributes=country%3DDE"),
        ("metrics", "/metrics"),
        ("metric", "/metrics/purchase"),
        ("planner", "/planner"),
        ("planner-refused", "/planner?baseline=200&effect=none"),
        ("operations", "/operations"),
        ("not-found", "/experiments/there-is-none"),
    ];

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    public async Task Every_page_is_whole_readable_and_small(int width, ColorScheme light)
    {
        // An administrator sees every button.
        await using var visit = await server.VisitAsync(ControlPlane.ControlPlaneProcess.AdminToken, width, light);
        foreach (var (name, path) in Paths)
        {
            var answer = await visit.OpenAsync(path);
            Assert.Equal(name == "not-found" ? 404 : 200, answer.Status);
            Assert.InRange((await answer.BodyAsync()).Length, 1_000, PageBytes);
            Assert.Equal(0, await visit.Page.EvaluateAsync<int>(PageChecks.Overflow));
            Assert.Equal([], PageChecks.Texts(await visit.Page.EvaluateAsync(PageChecks.LowContrast)).Select(text => $"{name}: {text}"));
            Assert.Equal([], PageChecks.Texts(await visit.Page.EvaluateAsync(PageChecks.Unnamed)).Select(text => $"{name}: {text}"));
            await Screenshots.TakeAsync(visit, name, width, light);
        }

        Assert.Equal([], visit.Complaints);
    }

    [Fact]
    public async Task Nothing_may_run_be_framed_or_be_kept()
    {
        await using var visit = await server.VisitAsync(server.Vic);
        var headers = (await visit.OpenAsync("/")).Headers;
        Assert.Contains("default-src 'none'", headers["content-security-policy"]);
        Assert.DoesNotContain("unsafe", headers["content-security-policy"]);
        Assert.Equal(("nosniff", "DENY", "no-store"), (headers["x-content-type-options"], headers["x-frame-options"], headers["cache-control"]));
        Assert.Equal(0, await visit.Page.Locator("script, [style], [onclick]").CountAsync());
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_and_shows_where_it_is()
    {
        await using var visit = await server.VisitAsync(server.Vic);
        await visit.OpenAsync("/");
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await visit.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("main", await visit.Page.EvaluateAsync<string>("() => document.activeElement.closest('main')?.tagName.toLowerCase() ?? ''"));
        Assert.NotEqual("none", await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
    }
}
