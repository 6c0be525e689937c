using System.Text.Json;
using GrpcExp.Cli.Checkout;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>One analysis of the Cookie Cats file as JSON, for a class of tests.</summary>
public sealed class CookieCatsRun : IAsyncLifetime
{
    /// <summary>The command without a format.</summary>
    public static string[] Command { get; } =
    [
        "analyze", Path.Combine(Shared(), "data", "cookie_cats.csv"), "--unit", "userid", "--variant", "version", "--control", "gate_30",
        "--metric", "retention_1:conversion", "--metric", "retention_7:conversion", "--metric", "sum_gamerounds",
    ];

    /// <summary>What it printed.</summary>
    public JsonDocument Json { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var result = await CliProcess.RunAsync([.. Command, "--format", "json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Json = JsonDocument.Parse(result.Output);
    }

    public ValueTask DisposeAsync()
    {
        Json.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Shared() => Environment.GetEnvironmentVariable("GRPCEXP_SHARED") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(SourceCheckout.Find()!.Root, "..", "shared"));
}
