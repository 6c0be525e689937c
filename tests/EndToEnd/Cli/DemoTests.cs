namespace GrpcExp.EndToEnd.Cli;

/// <summary>The demo with real processes: the control plane beside these tests, the published native sidecar.</summary>
public sealed class DemoTests
{
    [Theory]
    [InlineData("embedded")]
    public async Task The_whole_path_runs_and_finds_what_was_planted(string size)
    {
        var result = await CliProcess.RunAsync("demo", "--size", size);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Contains("8 GREEN, 8 RED, 12 YELLOW", result.Output, StringComparison.Ordinal);
        Assert.Contains("checkout_one_page", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("differs", result.Output, StringComparison.Ordinal);
    }
}
