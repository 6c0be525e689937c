using GrpcExp.Load;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Unit.Load;

public sealed class LoadCommandLineTests
{
    [Theory]
    [InlineData("udp")]
    [InlineData("uds", "--rate", "0")]
    [InlineData("uds", "--rate", "1000001")]
    [InlineData("uds", "--rate", "many")]
    [InlineData("uds", "--rate")]
    [InlineData("uds", "--seconds", "0")]
    [InlineData("uds", "--seconds", "601")]
    [InlineData("uds", "--warm-up", "-1")]
    [InlineData("uds", "--warm-up", "61")]
    [InlineData("uds", "--connections", "0")]
    [InlineData("uds", "--connections", "65")]
    [InlineData("uds", "--p99-ms", "0")]
    [InlineData("uds", "--p99-ms", "NaN")]
    [InlineData("uds", "--speed", "9")]
    [InlineData("all", "--rate", "100")]
    [InlineData("warehouse", "--experiments", "3")]
    [InlineData("warehouse", "--experiments", "0")]
    [InlineData("warehouse", "--units", "999")]
    [InlineData("warehouse", "--events", "9999")]
    [InlineData("warehouse", "--days", "391")]
    [InlineData("warehouse", "--verify", "perhaps")]
    [InlineData("uds", "--small")]
    [InlineData("all", "--units", "2000")]
    public async Task A_command_line_that_makes_no_sense_is_bad_usage_and_runs_nothing(params string[] args)
    {
        var code = await LoadCommandLine.RunAsync(args, (_, _) => throw new InvalidOperationException("It ran."), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.BadUsage, code);
    }

    [Fact]
    public async Task Every_option_is_taken_at_its_limit()
    {
        var options = await ParseAsync(
            "uds", "--rate", "1000000", "--seconds", "600", "--warm-up", "60", "--connections", "64", "--p99-ms", "0.5", "--open-loop-only", "--out", "there");

        Assert.Equal(
            new LoadOptions
            {
                Scenario = "uds",
                Rate = LoadOptions.MostPerSecond,
                Seconds = LoadOptions.MostSeconds,
                WarmUpSeconds = LoadOptions.MostWarmUpSeconds,
                Connections = LoadOptions.MostConnections,
                P99Milliseconds = 0.5,
                OpenLoopOnly = true,
                Out = "there",
            },
            options);
    }

    [Fact]
    public async Task The_warehouse_takes_its_sizes()
    {
        var options = await ParseAsync("warehouse", "--experiments", "40", "--units", "1000", "--events", "10000", "--days", "390", "--small", "--ingest-only", "--verify", "false");

        Assert.Equal(
            new WarehousePlan { Experiments = 40, Units = 1_000, Events = 10_000, Days = 390, IsSmall = true, IngestOnly = true, Verify = false },
            options?.Warehouse);
    }

    [Fact]
    public async Task Without_options_the_defaults_hold() => Assert.Equal(new LoadOptions { Scenario = "all" }, await ParseAsync("all"));

    private static async Task<LoadOptions?> ParseAsync(params string[] args)
    {
        LoadOptions? seen = null;
        var code = await LoadCommandLine.RunAsync(
            args,
            (options, _) =>
            {
                seen = options;
                return Task.FromResult(ExitCode.Held);
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Held, code);
        return seen;
    }
}
