using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>The demo with real processes: the control plane that lies beside these tests, the published native sidecar.</summary>
public sealed partial class DemoTests
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("server")]
    public async Task The_whole_path_runs_and_finds_what_was_planted(string size)
    {
        var result = await CliProcess.RunAsync("demo", "--size", size);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Contains("8 GREEN, 8 RED, 12 YELLOW", result.Output, StringComparison.Ordinal);
        Assert.Contains("checkout_one_page", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("differs", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_the_demo_stops_its_servers()
    {
        using var demo = CliProcess.Start("demo");
        var port = 0;
        while (port == 0)
        {
            var line = await demo.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            port = Address().Match(line) is { Success: true } match ? int.Parse(match.Groups[1].Value) : 0;
        }

        using (var kill = Process.Start("kill", ["-TERM", $"{demo.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, demo.ExitCode);
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sidecar_that_does_not_start_is_told_plainly()
    {
        var result = await CliProcess.RunAsync(new Dictionary<string, string> { ["GRPCEXP_SIDECAR"] = "/bin/false" }, "demo");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: The sidecar ended with exit code 1.", result.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"control plane .*http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Address();
}
