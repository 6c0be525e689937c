using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class EnforcementTests
{
    [Fact]
    [Trait("Promise", "P6")]
    public async Task A_violated_guardrail_stops_an_experiment_and_the_sidecar_answers_by_the_flag_again()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await home.StartAsync();
        var experiment = new EnforcedExperiment(server);
        await experiment.StartAsync(daysAgo: 1);
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [server.Address.Replace("http://", "grpc://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken);
        await sidecar.UntilAsync(answer => answer.ExperimentKey == EnforcedExperiment.Key, EnforcedExperiment.Flag);
        Assert.Equal("1 running experiments judged, 0 stopped", (await experiment.RunAsync("enforcement")).Message);

        await experiment.SendHarmAsync();
        Assert.Equal(JobRunState.Succeeded, (await experiment.RunAsync("warehouse-build")).State);
        var run = await experiment.RunAsync("enforcement");

        Assert.Equal((JobRunState.Succeeded, "1 running experiments judged, 1 stopped: enforced (guardrail)"), (run.State, run.Message));
        await sidecar.UntilAsync(answer => answer is { ExperimentKey: "", Variant: "control", StaleAge: null }, EnforcedExperiment.Flag);
        var stopped = await experiment.ReadAsync();
        Assert.Equal((ExperimentState.Concluded, Decision.RolledBack), (stopped.State, stopped.Decision));
        var entry = Assert.Single(await experiment.ConclusionsAsync());
        Assert.Equal("system", entry.Actor);
        Assert.StartsWith("enforcement: Guardrail violated: ", entry.Reason, StringComparison.Ordinal);

        Assert.Equal("0 running experiments judged, 0 stopped", (await experiment.RunAsync("enforcement")).Message);
        Assert.Single(await experiment.ConclusionsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_experiment_that_has_run_too_long_is_stopped(bool onServer)
    {
        await using var home = onServer ? await ControlPlaneHome.OnServerAsync() : ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--max-experiment-days", "30");
        var experiment = new EnforcedExperiment(server);
        await experiment.StartAsync(daysAgo: 30.01);

        var run = await experiment.RunAsync("enforcement");

        Assert.Equal("1 running experiments judged, 1 stopped: enforced (duration)", run.Message);
        Assert.Equal(Decision.Inconclusive, (await experiment.ReadAsync()).Decision);
        Assert.Equal("enforcement: It has run 30 days, and the limit is 30.", Assert.Single(await experiment.ConclusionsAsync()).Reason);
    }
}
