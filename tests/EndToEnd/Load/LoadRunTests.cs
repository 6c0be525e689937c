using System.Diagnostics;
using System.Text.Json;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.Load;

/// <summary>The load program as a process against the published sidecar, at a rate that no machine minds.</summary>
public sealed class LoadRunTests
{
    private static readonly string[] Short = ["uds", "--rate", "200", "--seconds", "2", "--warm-up", "0", "--open-loop-only"];

    [Fact]
    public async Task A_run_that_holds_ends_with_zero_and_leaves_its_three_reports()
    {
        using var folder = new ScratchFolder();
        var reports = folder.PathOf("reports");

        // A limit that only a broken program misses: this is no measurement.
        var (code, output) = await RunAsync([.. Short, "--p99-ms", "1900", "--out", reports]);

        Assert.True(code == 0, output);
        Assert.Contains("uds: p99", output);
        Assert.Equal(["report.html", "report.json", "report.md"], Directory.GetFiles(reports).Select(Path.GetFileName).Order());
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(reports, "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal(400, report.RootElement.GetProperty("measurements")[0].GetProperty("ok").GetInt64());
    }

    [Fact]
    public async Task A_threshold_that_fails_ends_with_one_and_says_which()
    {
        using var folder = new ScratchFolder();

        var (code, output) = await RunAsync([.. Short, "--p99-ms", "0.000001", "--out", folder.PathOf("reports")]);

        Assert.True(code == 1, output);
        Assert.Contains("FAILED", output);
        Assert.Contains("**FAILED**", await File.ReadAllTextAsync(Path.Combine(folder.PathOf("reports"), "report.md"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bad_usage_ends_with_two_and_names_option_value_and_range()
    {
        var (code, output) = await RunAsync(["uds", "--seconds", "0"]);

        Assert.Equal(2, code);
        Assert.Contains("--seconds '0' is no whole number from 1 to 600.", output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GrpcExp.Load.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output + await errors);
    }
}
