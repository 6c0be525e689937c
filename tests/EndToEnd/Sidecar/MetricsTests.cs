using System.Text.RegularExpressions;
using Google.Protobuf;
using GrpcExp.Client;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.EndToEnd.Sidecar;

public sealed class MetricsTests
{
    // https://prometheus.io/docs/instrumenting/exposition_formats/, "Text format details".
    private static readonly Regex Sample = new(
        @"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*=""[^""\\\n]*""(,[a-zA-Z_][a-zA-Z0-9_]*=""[^""\\\n]*"")*\})? [-+0-9.eE]+$");

    [Fact]
    [Trait("Promise", "P7")]
    public async Task No_caller_can_make_more_series_or_break_the_format()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", JsonFormatter.Default.Format(Snapshots.At(1, enabled: true)));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        await sidecar.UntilAsync(answer => answer.Revision == 1);
        var before = Series(await sidecar.GetAsync("metrics"));

        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        await raw.EvaluateBatchAsync(
            [.. Enumerable.Range(0, 1_000).Select(i => new EvaluateRequest { FlagKey = $"no\"\n such {i}", Context = new EvaluationContext { UnitId = $"\n{i}" } })],
            TestContext.Current.CancellationToken);
        await raw.EvaluateBatchAsync(
            [.. Enumerable.Range(0, 1_000).Select(i => new EvaluateRequest { FlagKey = "tested", Context = new EvaluationContext { UnitId = $"\"{i}\"" } })],
            TestContext.Current.CancellationToken);
        var text = await sidecar.GetAsync("metrics");
        Assert.Equal(before, Series(text));
        Assert.Contains("\ngrpcexp_sidecar_evaluations_total{protocol=\"raw\",reason=\"error\",error=\"flag_not_found\"} 1000\n", text);
        var decided = Regex.Matches(text, "protocol=\"raw\",reason=\"(?:split|static|default)\"} (\\d+)").Sum(match => int.Parse(match.Groups[1].ValueSpan, provider: null));
        Assert.Equal(1_000, decided);
    }

    private static string[] Series(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.All(lines.Where(line => !line.StartsWith('#')), line => Assert.Matches(Sample, line));
        return [.. lines.Select(line => line[..line.LastIndexOf(' ')])];
    }
}
