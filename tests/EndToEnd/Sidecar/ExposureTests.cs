using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Client;
using GrpcExp.Client.InProcess;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Flagd = GrpcExp.Contracts.Flagd.V2;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Exposures from the published sidecar to the warehouse of the real control plane.</summary>
public sealed class ExposureTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P4.1")]
    [Trait("Promise", "P4.2")]
    public async Task Whatever_goes_down_every_exposure_is_in_the_warehouse_once_on_sqlite()
    {
        await using var home = ControlPlaneHome.Embedded();
        await SurviveAsync(home, isServer: false);
    }

    [Fact]
    [Trait("Promise", "P4.1")]
    [Trait("Promise", "P4.2")]
    public async Task Whatever_goes_down_every_exposure_is_in_the_warehouse_once_on_postgres()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await SurviveAsync(home, isServer: true);
    }

    [Fact]
    public async Task Every_protocol_records_and_each_can_be_told_not_to()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await home.StartAsync();
        await ExposedExperiment.StartAsync(server);
        await using var sidecar = await StartAsync(folder, server.Address);
        await sidecar.UntilAsync(answer => answer.ExperimentKey == ExposedExperiment.Key, ExposedExperiment.Flag, "probe");

        using var channel = sidecar.OpenChannel();
        var grpc = new EvaluationService.EvaluationServiceClient(channel);
        var flagd = new Flagd.Service.ServiceClient(channel);
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        await grpc.EvaluateAsync(Request("grpc"), cancellationToken: Cancelled);
        await grpc.EvaluateBatchAsync(new EvaluateBatchRequest { Requests = { Request("batch-1"), Request("batch-2") } }, cancellationToken: Cancelled);
        await raw.EvaluateStringAsync(ExposedExperiment.Flag, new UnitContext("raw").With("country", "DE"), "", Cancelled);
        await flagd.ResolveStringAsync(FlagdRequest("flagd"), cancellationToken: Cancelled);
        await OfrepAsync(sidecar, $"/{ExposedExperiment.Flag}", """{"context":{"targetingKey":"ofrep","country":"FR"}}""");
        await grpc.EvaluateAllAsync(
            new EvaluateAllRequest { Context = new EvaluationContext { UnitId = "all" }, RecordExposures = true }, cancellationToken: Cancelled);
        await OfrepAsync(sidecar, "", """{"context":{"targetingKey":"bulk","grpcexp.recordExposures":true}}""");

        // None of these is an exposure.
        var suppressed = Request("suppressed");
        suppressed.SuppressExposure = true;
        await grpc.EvaluateAsync(suppressed, cancellationToken: Cancelled);
        var explained = Request("explained");
        explained.Explain = true;
        await grpc.EvaluateAsync(explained, cancellationToken: Cancelled);
        await grpc.EvaluateAllAsync(new EvaluateAllRequest { Context = new EvaluationContext { UnitId = "fetched" } }, cancellationToken: Cancelled);
        var quiet = FlagdRequest("quiet");
        quiet.Context.Fields["grpcexp.recordExposures"] = Value.ForBool(false);
        await flagd.ResolveStringAsync(quiet, cancellationToken: Cancelled);
        await OfrepAsync(sidecar, "", """{"context":{"targetingKey":"prefetched"}}""");

        Assert.Equal(0, await sidecar.StopAsync());
        var experiment = new ExposedExperiment(home, isServer: false);
        Assert.Equal((9, 9, 9), await experiment.ExposuresAsync());
        Assert.Equal((9, 9, 9), await experiment.AssignmentsAsync());
        Assert.Equal(["DE", "FR"], await experiment.CountriesAsync());
    }

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task A_client_that_evaluates_in_process_records_under_the_same_ids()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await home.StartAsync();
        await ExposedExperiment.StartAsync(server);
        await using var sidecar = await StartAsync(folder, server.Address);
        await using (var client = GrpcExpClient.ForInProcess(new InProcessOptions
        {
            Environment = "production",
            Sources = [FlagSource.Sidecar(sidecar.GrpcSocket)],
            Exposures = ExposureTarget.ControlPlane(new Uri(server.Address), ControlPlaneProcess.AdminToken),
            DataFolder = folder.PathOf("client"),
        }))
        {
            await Eventually.HoldsAsync(
                async () => (await client.EvaluateStringAsync(ExposedExperiment.Flag, new UnitContext("unit-0"), "", Cancelled)).ExperimentKey == ExposedExperiment.Key,
                "the client serves the experiment");
            for (var i = 0; i < 100; i++)
            {
                await client.EvaluateStringAsync(ExposedExperiment.Flag, new UnitContext($"unit-{i}"), "", Cancelled);
            }

            await client.EvaluateAllAsync(new UnitContext("fetched"), Cancelled);
        }

        // The sidecar sees half of the same units, and fifty others, within the same hour or the next.
        await ExposeAsync(sidecar, 50, 150);
        Assert.Equal(0, await sidecar.StopAsync());
        var experiment = new ExposedExperiment(home, isServer: false);
        var (units, rows, ids) = await experiment.ExposuresAsync();
        Assert.Equal((150, await experiment.ExposedHoursAsync()), (units, rows));
        Assert.Equal(rows, ids);
        Assert.Equal((150, 150, 150), await experiment.AssignmentsAsync());
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public async Task Metrics_tell_where_every_exposure_is_and_what_a_full_spool_dropped()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Google.Protobuf.JsonFormatter.Default.Format(Snapshots.At(1, enabled: true)));
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [$"file:{folder.PathOf("flags.json")}"], more: ["--ingest", "grpc://127.0.0.1:1", "--spool-mib", "1"]);
        await sidecar.UntilAsync(answer => answer.Revision == 1);
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        for (var round = 0; round < 200 && await MetricAsync(sidecar, "exposures_total{state=\"dropped\"}") == 0; round++)
        {
            await raw.EvaluateBatchAsync([.. Enumerable.Range(0, 1_000).Select(i => Request($"{new string('u', 300)}-{round}-{i}", "tested"))], Cancelled);
        }

        Assert.InRange(await MetricAsync(sidecar, "exposure_spool_bytes"), 1, 1 << 20);
        Assert.True(await MetricAsync(sidecar, "exposures_total{state=\"dropped\"}") > 0);
        Assert.Equal((1, 0, 0), (await MetricAsync(sidecar, "exposures_recorded"), await MetricAsync(sidecar, "exposures_in_touch"), await MetricAsync(sidecar, "exposures_unaccounted")));
        await sidecar.UntilAsync(_ => sidecar.Log.Contains("were dropped", StringComparison.Ordinal));
        Assert.Contains("limit of 1048576 bytes", sidecar.Log);
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public async Task What_was_dropped_during_an_outage_is_reported_after_it_and_everything_else_arrives()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        var experiment = new ExposedExperiment(home, isServer: false);
        var first = await home.StartAsync();
        await using var stopping = first;
        await ExposedExperiment.StartAsync(first);
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [first.Address.Replace("http://", "grpc://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken, "--spool-mib", "1");
        await sidecar.UntilAsync(answer => answer.ExperimentKey == ExposedExperiment.Key, ExposedExperiment.Flag, "first");
        await first.StopAsync("KILL");
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        var round = 0;
        for (; round < 200 && await MetricAsync(sidecar, "exposures_total{state=\"dropped\"}") == 0; round++)
        {
            await raw.EvaluateBatchAsync([.. Enumerable.Range(0, 1_000).Select(i => Request($"{new string('u', 300)}-{round}-{i}"))], Cancelled);
        }

        await using var second = await ControlPlaneProcess.StartAsync([.. home.Arguments.SkipLast(2), "--urls", first.Address]);
        await Eventually.HoldsAsync(
            async () => await MetricAsync(sidecar, "exposures_pending{place=\"spool\"}") + await MetricAsync(sidecar, "exposures_pending{place=\"waiting\"}") == 0,
            "everything that was kept has been sent");
        var dropped = await MetricAsync(sidecar, "exposures_total{state=\"dropped\"}");
        Assert.InRange(dropped, 1, round * 1_000);
        Assert.Equal(dropped, await experiment.DroppedAsync());
        var (units, rows, ids) = await experiment.ExposuresAsync();
        Assert.Equal((1 + (round * 1_000) - dropped, rows), (units, ids));
    }

    private static async Task SurviveAsync(ControlPlaneHome home, bool isServer)
    {
        using var folder = new ScratchFolder();
        var experiment = new ExposedExperiment(home, isServer);
        var first = await home.StartAsync();
        var address = first.Address;
        await using (first)
        {
            await ExposedExperiment.StartAsync(first);
            await using var sidecar = await StartAsync(folder, address);
            await sidecar.UntilAsync(answer => answer.ExperimentKey == ExposedExperiment.Key, ExposedExperiment.Flag, "unit-0");
            await ExposeAsync(sidecar, 0, 200);
            await Eventually.HoldsAsync(async () => (await experiment.ExposuresAsync()).Units == 200, "200 units are exposed");

            // The control plane crashes: evaluation goes on, and what it makes waits on disk.
            await first.StopAsync("KILL");
            await ExposeAsync(sidecar, 100, 400);
            await UntilSpooledAsync(sidecar, 200);
            await ExposeAsync(sidecar, 400, 500);
            Assert.Equal(0, await sidecar.StopAsync());
        }

        // The sidecar crashes too, after another one has gone on where the first had stopped.
        await using (var sidecar = await StartAsync(folder, address))
        {
            await ExposeAsync(sidecar, 450, 600);
            await UntilSpooledAsync(sidecar, 450);
            await sidecar.KillAsync();
        }

        await using var last = await StartAsync(folder, address);
        await using var second = await ControlPlaneProcess.StartAsync([.. home.Arguments.SkipLast(2), "--urls", address]);
        await ExposeAsync(last, 0, 700);
        await Eventually.HoldsAsync(async () => (await experiment.ExposuresAsync()).Units == 700, "700 units are exposed");
        await Eventually.HoldsAsync(async () => await MetricAsync(last, "exposures_pending{place=\"spool\"}") == 0, "the spool is empty");
        Assert.Equal(0, await MetricAsync(last, "exposures_total{state=\"dropped\"}"));
        Assert.Equal(0, await MetricAsync(last, "exposures_unaccounted"));
        Assert.Equal(0, await last.StopAsync());

        var (_, rows, ids) = await experiment.ExposuresAsync();

        // Three processes exposed most of the units; the test may have run into another hour.
        Assert.Equal((ids, await experiment.ExposedHoursAsync()), (rows, rows));
        Assert.Equal((700, 700, 700), await experiment.AssignmentsAsync());
    }

    private static Task<SidecarProcess> StartAsync(ScratchFolder folder, string address) => SidecarProcess.StartAsync(
        folder, [address.Replace("http://", "grpc://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken);

    private static async Task ExposeAsync(SidecarProcess sidecar, int from, int to)
    {
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        var answers = await raw.EvaluateBatchAsync([.. Enumerable.Range(from, to - from).Select(i => Request($"unit-{i}"))], Cancelled);
        Assert.All(answers, answer => Assert.Equal(ExposedExperiment.Key, answer.ExperimentKey));
    }

    private static Task UntilSpooledAsync(SidecarProcess sidecar, int count) =>
        Eventually.HoldsAsync(
            async () => await MetricAsync(sidecar, "exposures_pending{place=\"spool\"}") >= count
                && await MetricAsync(sidecar, "exposures_pending{place=\"queue\"}") + await MetricAsync(sidecar, "exposures_pending{place=\"waiting\"}") == 0,
            $"{count} exposures are spooled");

    private static async Task<double> MetricAsync(SidecarProcess sidecar, string name)
    {
        var line = Regex.Match(await sidecar.GetAsync("metrics"), $"^grpcexp_sidecar_{Regex.Escape(name)} (.*)$", RegexOptions.Multiline);
        Assert.True(line.Success, $"There is no metric {name}.");
        return double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task OfrepAsync(SidecarProcess sidecar, string path, string body)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(
            new Uri($"{sidecar.HttpAddress}/ofrep/v1/evaluate/flags{path}"), new StringContent(body, Encoding.UTF8, "application/json"), Cancelled);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private static EvaluateRequest Request(string unit, string flag = ExposedExperiment.Flag) =>
        new() { FlagKey = flag, Context = new EvaluationContext { UnitId = unit } };

    private static Flagd.ResolveStringRequest FlagdRequest(string unit) => new()
    {
        FlagKey = ExposedExperiment.Flag,
        Context = new Struct { Fields = { ["targetingKey"] = Value.ForString(unit) } },
    };
}
