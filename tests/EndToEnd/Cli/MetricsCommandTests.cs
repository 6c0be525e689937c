using System.Text.Json;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>A file of metrics brought into the registry of a real control plane.</summary>
public sealed class MetricsCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-metrics-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_applied_and_then_leaves_what_is_there_alone()
    {
        const string Text = """
            metrics:
              - key: applied_revenue_per_visit
                owner_team: growth
                tier: driver
                parent_metric: applied_revenue
                type: ratio
                event_name: order
                numerator_aggregation: sum
                denominator: {event_name: visit, aggregation: count}
                direction: increase
                filters:
                  - {property: plan, operator: in, value: [pro, team]}
                  - {property: value, operator: greater_than, value: 10}
              - key: applied_revenue
                owner_team: growth
                tier: north_star
                type: sum
                event_name: order
                direction: increase
                contract: {min_value: 0, max_null_rate: 0.1, freshness_hours: 24}
              - {key: applied_week, owner_team: growth, tier: guardrail, type: retention, event_name: open, retention_day: 7, direction: increase}
            """;

        Assert.Equal("registered", await ChangesAsync(Text, "--dry-run"));
        Assert.Equal("registered", await ChangesAsync(Text));
        Assert.Equal("unchanged", await ChangesAsync(Text));
        var updated = await ApplyAsync(Text.Replace("retention_day: 7", "retention_day: 14", StringComparison.Ordinal));

        Assert.Equal((0, ""), (updated.ExitCode, updated.Errors));
        Assert.Contains("0 registered, 1 updated, 2 unchanged", updated.Output, StringComparison.Ordinal);
        var week = await GetAsync("applied_week");
        Assert.Equal((2, 14), (week.Version, week.RetentionDay));
        var ratio = await GetAsync("applied_revenue_per_visit");
        Assert.Equal((1, "applied_revenue", "visit"), (ratio.Version, ratio.ParentMetric, ratio.Denominator.EventName));
        Assert.Equal(["pro", "team"], ratio.Filters[0].Values);
        Assert.Equal(new MetricContract { MinValue = 0, MaxNullRate = 0.1, FreshnessHours = 24 }, (await GetAsync("applied_revenue")).Contract);

        var tree = await RunAsync("metrics", "tree", "applied_revenue");
        Assert.Matches(@"applied_revenue \(north star, growth\)\s+.*applied_revenue_per_visit \(driver, growth\)", tree.Output);
        var versions = await RunAsync("metrics", "versions", "applied_week");
        Assert.Contains("retention_day", versions.Output, StringComparison.Ordinal);
        using var drift = JsonDocument.Parse((await RunAsync("metrics", "drift", "--format", "json")).Output);
        Assert.True(drift.RootElement.TryGetProperty("drifts", out _));

        var list = await RunAsync("metrics", "list");
        Assert.Contains("day 14", list.Output, StringComparison.Ordinal);
        using var all = JsonDocument.Parse((await RunAsync("metrics", "list", "--format", "json")).Output);
        var keys = all.RootElement.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("key").GetString());
        Assert.Equal(["applied_revenue", "applied_revenue_per_visit", "applied_week"], keys.Where(key => key!.StartsWith("applied_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_problem_of_a_file_is_told_and_nothing_is_changed()
    {
        var result = await ApplyAsync("""
            metrics:
              - {key: refused_right, owner_team: growth, tier: driver, type: count, event_name: order, direction: increase}
              - key: refused_wrong
                owner_team: growth
                tier: driver
                type: quantile
                event_name: order
                direction: sideways
                quantile: 1.5
                filters:
                  - property: amount
                    operator: less_than
                    value: many
              - {key: refused_child, owner_team: growth, tier: driver, parent_metric: nowhere, type: count, event_name: order, direction: increase}
              - {key: refused_why, owner_team: growth, tier: diagnostic, type: count, event_name: visit, direction: increase}
              - {key: refused_tier, owner_team: growth, tier: driver, parent_metric: refused_why, type: count, event_name: open, direction: increase}
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        string[] problems =
        [
            "line 8: entry 2 (refused_wrong): direction: 'sideways' is refused: give one of increase, decrease",
            "line 9: entry 2 (refused_wrong): quantile: 1.5 is refused",
            "line 13: entry 2 (refused_wrong): filters[0].value: 'many' is refused",
            "line 14: entry 3 (refused_child): parent_metric: there is no metrics/nowhere",
            "line 16: entry 5 (refused_tier): parent_metric: 'refused_why' is neither a north_star nor a driver",
        ];
        Assert.Equal(problems.Length, result.Errors.Split('\n').Count(line => line.StartsWith("  line ", StringComparison.Ordinal)));
        Assert.All(problems, problem => Assert.Contains(problem, result.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        var listed = await server.Metrics.ListMetricsAsync(new ListMetricsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(listed.Metrics, metric => metric.Key.StartsWith("refused_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_metric_that_counts_the_same_as_another_is_told_so()
    {
        const string One = "metrics:\n  - {key: twin_one, owner_team: growth, tier: driver, type: count, event_name: twin, direction: increase}\n";
        await ApplyAsync(One);
        var two = One.Replace("twin_one", "twin_two", StringComparison.Ordinal);

        foreach (var result in new[] { await ApplyAsync(two, "--dry-run"), await ApplyAsync(two) })
        {
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
            Assert.Contains("warning: twin_two counts the same as twin_one", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        const string Text = "metrics:\n  - {key: dry, owner_team: growth, tier: driver, type: sessions, direction: increase}\n";
        var result = await ApplyAsync(Text, "--dry-run");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("1 registered, 0 updated, 0 unchanged; a dry run, nothing was changed", result.Output, StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(GetAsync("dry"))).Reason);
    }

    [Fact]
    public async Task Without_a_control_plane_the_files_own_problems_are_told()
    {
        var result = await CliProcess.RunAsync("metrics", "apply", Write("metrics:\n  - colour: red\n"), "--address", "http://127.0.0.1:9");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("line 2: entry 1: colour: is unknown", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await RunAsync("metrics", "apply", "/nowhere/missing.yml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing.yml", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("defect of grpcexp", result.Errors, StringComparison.Ordinal);
    }

    private AsyncUnaryCall<Metric> GetAsync(string key) =>
        server.Metrics.GetMetricAsync(new GetMetricRequest { Key = key }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The one change that all three entries of a file have.</summary>
    private async Task<string> ChangesAsync(string text, params string[] options)
    {
        var result = await ApplyAsync(text, [.. options, "--format", "json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var json = JsonDocument.Parse(result.Output);
        var metrics = json.RootElement.GetProperty("metrics").EnumerateArray().ToArray();
        Assert.Equal(["applied_revenue", "applied_revenue_per_visit", "applied_week"], metrics.Select(metric => metric.GetProperty("key").GetString()));
        Assert.All(metrics, metric => Assert.Equal(1, metric.GetProperty("version").GetInt32()));
        var change = Assert.Single(metrics.Select(metric => metric.GetProperty("change").GetString()!).Distinct());
        Assert.Equal(3, json.RootElement.GetProperty(change).GetInt32());
        Assert.Equal(options.Contains("--dry-run"), json.RootElement.GetProperty("dry_run").GetBoolean());
        return change;
    }

    private Task<CliResult> ApplyAsync(string text, params string[] options) => RunAsync(["metrics", "apply", Write(text), .. options]);

    private Task<CliResult> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync([.. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);

    private string Write(string text)
    {
        var path = Path.Combine(folder.FullName, "metrics.yml");
        File.WriteAllText(path, text);
        return path;
    }
}
