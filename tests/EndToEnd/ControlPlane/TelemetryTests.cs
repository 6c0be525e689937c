using System.Text.Json;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class TelemetryTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly Metadata Traced = new() { { "traceparent", $"00-{TraceId}-00f067aa0ba902b7-01" } };

    [Fact]
    public async Task Calls_writes_builds_and_jobs_are_told_to_a_collector_in_the_trace_of_the_caller()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await ControlPlaneProcess.StartAsync(
            [.. home.Arguments, "--otlp-endpoint", collector.Url],
            environment: new Dictionary<string, string> { ["OTEL_BSP_SCHEDULE_DELAY"] = "100", ["OTEL_METRIC_EXPORT_INTERVAL"] = "200", ["OTEL_SERVICE_NAME"] = "tried" });
        var admin = server.AsAdmin();

        await new FlagService.FlagServiceClient(admin).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("traced") }, Traced);
        using (var build = new AnalysisService.AnalysisServiceClient(admin).BuildWarehouse(new BuildWarehouseRequest(), Traced))
        {
            while (await build.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        }

        await new JobService.JobServiceClient(admin).RunJobAsync(new RunJobRequest { Job = "upkeep" }, Traced);

        var trace = Convert.FromHexString(TraceId);
        var nameOfService = "tried"u8.ToArray();
        (string Path, string Name, byte[] With)[] expected =
        [
            ("/v1/traces", "grpcexp.control.v1.FlagService/CreateFlag", trace),
            ("/v1/traces", "storage.write", trace),
            ("/v1/traces", "warehouse.build", trace),
            ("/v1/traces", "job.run", nameOfService),
            ("/v1/metrics", "rpc.server.call.duration", nameOfService),
            ("/v1/metrics", "grpcexp.storage.write.duration", nameOfService),
            ("/v1/metrics", "grpcexp.warehouse.build.duration", nameOfService),
            ("/v1/metrics", "grpcexp.job.run.duration", nameOfService),
        ];
        foreach (var (path, name, with) in expected)
        {
            await Eventually.HoldsAsync(() => Task.FromResult(collector.Has(path, name, with)), $"{name} arrives at {path}");
        }

        Assert.False(collector.Has("/v1/traces", ControlPlaneProcess.AdminToken, []));
    }

    [Fact]
    public async Task A_line_of_the_log_is_json_with_the_trace_and_the_request()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--log-format", "json");
        using var watch = new SyncService.SyncServiceClient(server.AsAdmin()).WatchSnapshots(new WatchSnapshotsRequest { Environment = "production", SidecarId = "one" }, Traced);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await Eventually.HoldsAsync(() => Task.FromResult(server.Errors.Any(line => line.Contains("5014", StringComparison.Ordinal))), "the line is there");

        using var line = JsonDocument.Parse(server.Errors.Single(line => line.Contains("5014", StringComparison.Ordinal)));
        var scopes = line.RootElement.GetProperty("Scopes").EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.Object).ToList();
        Assert.Equal("one", line.RootElement.GetProperty("State").GetProperty("Sidecar").GetString());
        Assert.Contains(scopes, scope => scope.TryGetProperty("TraceId", out var trace) && trace.GetString() == TraceId);
        Assert.Contains(scopes, scope => scope.TryGetProperty("RequestId", out var request) && request.GetString()!.Length > 0);
        Assert.All(server.Errors, other => JsonDocument.Parse(other).Dispose());
    }
}
