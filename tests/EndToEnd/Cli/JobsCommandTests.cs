using System.Text.Json;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Cli;

public sealed class JobsCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task Jobs_are_listed_and_explained()
    {
        var list = await RunAsync("list");
        Assert.Equal((0, ""), (list.ExitCode, list.Errors));
        Assert.Contains("warehouse-build", list.Output, StringComparison.Ordinal);
        Assert.Contains("on request", list.Output, StringComparison.Ordinal);

        var shown = await RunAsync("show", "upkeep");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("Deletes request ids past their 24 hours", shown.Output, StringComparison.Ordinal);
        Assert.Contains("one run makes up for all missed times", shown.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await RunAsync("show", "upkeep", "--format", "json")).Output);
        Assert.Equal("run_once", json.RootElement.GetProperty("misfire_rule").GetString());
    }

    [Fact]
    public async Task A_job_is_run_to_its_end_and_is_in_the_history()
    {
        var run = await RunAsync("run", "upkeep", "--reason", "by hand");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("succeeded in", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await RunAsync("history", "upkeep", "--last", "1", "--format", "json")).Output);
        var last = Assert.Single(json.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(("JOB_RUN_STATE_SUCCEEDED", "admin"), (last.GetProperty("state").GetString(), last.GetProperty("requested_by").GetString()));
        Assert.Contains("upkeep", (await RunAsync("history")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_not_there_exits_with_1_and_names_those_that_are()
    {
        var run = await RunAsync("run", "tea");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no jobs/tea: there are", run.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(["jobs", .. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);
}
