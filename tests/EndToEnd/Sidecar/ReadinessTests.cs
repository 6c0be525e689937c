using System.Net;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Client;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Flagd = GrpcExp.Contracts.Flagd.V2;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Every protocol tells the same truth about whether flags can be answered, and how old the answers are.</summary>
public sealed class ReadinessTests : IDisposable
{
    private static readonly string[] Services = ["", "grpcexp.evaluation.v1.EvaluationService", "flagd.evaluation.v1.Service", "flagd.evaluation.v2.Service"];

    private readonly ScratchFolder _folder = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    public async Task Without_a_snapshot_nothing_is_ready_and_with_the_first_one_everything_is()
    {
        await using var sidecar = await SidecarProcess.StartAsync(_folder, [$"file:{_folder.PathOf("flags.json")}", "redis://127.0.0.1:1"]);
        using var channel = sidecar.OpenChannel();
        var health = new Health.HealthClient(channel);
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);

        Assert.False(await sidecar.IsReadyAsync());
        foreach (var service in Services)
        {
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Cancelled)).Status);
        }

        Assert.Equal(ErrorCode.NotReady, (await new EvaluationService.EvaluationServiceClient(channel).EvaluateAsync(Request(), cancellationToken: Cancelled)).ErrorCode);
        Assert.Equal(ErrorCode.NotReady, (await raw.EvaluateBatchAsync([Request()], Cancelled))[0].ErrorCode);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await FlagdAsync(channel));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await OfrepAsync(sidecar)).Status);

        await _folder.WriteAsync("flags.json", Google.Protobuf.JsonFormatter.Default.Format(Snapshots.At(1, enabled: true)));
        await Eventually.HoldsAsync(sidecar.IsReadyAsync, "the sidecar is ready");
        foreach (var service in Services)
        {
            await Eventually.HoldsAsync(
                async () => (await health.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Cancelled)).Status == HealthCheckResponse.Types.ServingStatus.Serving,
                $"'{service}' is serving");
        }

        await sidecar.UntilAsync(answer => answer is { Variant: "on", StaleAge: null });
        Assert.Equal("on", (await raw.EvaluateBatchAsync([Request()], Cancelled))[0].Variant);
        Assert.Equal("STATIC", (await FlagdAsync(channel)).Reason);
        Assert.Contains("\"STATIC\"", (await OfrepAsync(sidecar)).Body);
    }

    [Fact]
    [Trait("Promise", "P3.3")]
    public async Task From_disk_alone_every_protocol_answers_and_says_that_it_is_stale()
    {
        await _folder.WriteAsync("flags.json", Google.Protobuf.JsonFormatter.Default.Format(Snapshots.At(3, enabled: true)));
        await using (var first = await SidecarProcess.StartAsync(_folder, [$"file:{_folder.PathOf("flags.json")}"]))
        {
            await first.UntilAsync(answer => answer.Revision == 3 && File.Exists(Path.Combine(_folder.PathOf("d"), "e2e.snapshot")));
            await first.KillAsync();
        }

        await using var sidecar = await SidecarProcess.StartAsync(_folder, ["redis://127.0.0.1:1", "grpc://127.0.0.1:1"]);
        using var channel = sidecar.OpenChannel();
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        Assert.True(await sidecar.IsReadyAsync());
        Assert.Contains("STALE", await sidecar.GetAsync("readyz"));
        var grpc = await new EvaluationService.EvaluationServiceClient(channel).EvaluateAsync(Request(), cancellationToken: Cancelled);
        Assert.Equal(("on", 3), (grpc.Variant, grpc.Revision));
        Assert.NotNull(grpc.StaleAge);
        var overRaw = (await raw.EvaluateBatchAsync([Request()], Cancelled))[0];
        Assert.Equal("on", overRaw.Variant);
        Assert.NotNull(overRaw.StaleAge);
        var flagd = await FlagdAsync(channel);
        Assert.Equal((true, "STALE"), (flagd.Value, flagd.Reason));
        Assert.True(flagd.Metadata.Fields.ContainsKey("staleSeconds"));
        var ofrep = await OfrepAsync(sidecar);
        Assert.Equal(HttpStatusCode.OK, ofrep.Status);
        Assert.Contains("\"STALE\"", ofrep.Body);
        Assert.Contains("staleSeconds", ofrep.Body);
    }

    private static EvaluateRequest Request() => new() { FlagKey = "flag", Context = new EvaluationContext { UnitId = "unit-1" } };

    private static async Task<Flagd.ResolveBooleanResponse> FlagdAsync(ChannelBase channel) => await new Flagd.Service.ServiceClient(channel).ResolveBooleanAsync(
        new Flagd.ResolveBooleanRequest { FlagKey = "flag", Context = new Struct { Fields = { ["targetingKey"] = Value.ForString("unit-1") } } }, cancellationToken: Cancelled);

    private async Task<(HttpStatusCode Status, string Body)> OfrepAsync(SidecarProcess sidecar)
    {
        using var body = new StringContent("""{"context":{"targetingKey":"unit-1"}}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri($"{sidecar.HttpAddress}/ofrep/v1/evaluate/flags/flag"), body, Cancelled);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }
}
