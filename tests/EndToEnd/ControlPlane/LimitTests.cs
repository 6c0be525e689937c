using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Each bound of a request lets the bound itself pass and names its field one past it.</summary>
public sealed class LimitTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private static readonly Dictionary<string, Func<EmbeddedServer, int, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["flag.key"] = (on, n) => Create(on, flag => flag.Key = Text(n)),
        ["flag.owner"] = (on, n) => Create(on, flag => flag.Owner = Text(n)),
        ["flag.description"] = (on, n) => Create(on, flag => flag.Description = Text(n)),
        ["request_id"] = (on, n) => Done(on.Flags.SetEnabledAsync(new SetEnabledRequest { Key = "none", RequestId = Text(n) })),
        ["reason"] = (on, n) => Done(on.Flags.SetEnabledAsync(new SetEnabledRequest { Key = "none", Reason = Text(n) })),
        ["etag"] = (on, n) => Done(on.Flags.SetEnabledAsync(new SetEnabledRequest { Key = "none", Etag = Text(n) })),
        ["page_size"] = (on, n) => Done(on.Flags.ListFlagsAsync(new ListFlagsRequest { PageSize = n })),
        ["experiment.owner"] = (on, n) => Draft(on, draft => draft.Owner = Text(n)),
        ["experiment.hypothesis"] = (on, n) => Draft(on, draft => draft.Hypothesis = Text(n)),
        ["experiment.variants"] = (on, n) => Draft(on, draft => draft.Variants.Add(Enumerable.Range(0, n - 2).Select(i => new ExperimentVariant { Variant = $"v{i}" }))),
        ["experiment.guardrail_metrics"] = (on, n) => Draft(on, draft => draft.GuardrailMetrics.Add(Enumerable.Range(0, n - 1).Select(i => $"m{i}"))),
        ["experiment.power_plan.planned_days"] = (on, n) => Draft(on, draft => draft.PowerPlan.PlannedDays = n),
        ["experiment.ramp_steps"] = (on, n) => Draft(on, draft => draft.RampSteps.Add(Enumerable.Range(0, n).Select(_ => new RampStep()))),
        ["metric.event_name"] = (on, n) => Register(on, metric => metric.EventName = Text(n)),
        ["metric.attribution_window_hours"] = (on, n) => Register(on, metric => metric.AttributionWindowHours = n),
        ["assignments"] = (on, n) => Done(Ingest(on).RecordAssignmentsAsync(new RecordAssignmentsRequest { Assignments = { Enumerable.Range(0, n).Select(_ => new Assignment()) } })),
        ["events"] = (on, n) => Done(Ingest(on).RecordEventsAsync(new RecordEventsRequest { Events = { Enumerable.Range(0, n).Select(_ => new Event()) } })),
        ["events[0].properties"] = (on, n) => Done(Ingest(on).RecordEventsAsync(new RecordEventsRequest { Events = { WithProperties(n) } })),
        ["dropped"] = (on, n) => Done(Ingest(on).RecordExposuresAsync(new RecordExposuresRequest
        {
            Dropped = { Enumerable.Range(0, n).Select(_ => new GrpcExp.Contracts.Ingest.V1.DroppedExposures { SourceId = "s", Count = 1 }) },
        })),
        ["sidecar_id"] = async (on, n) =>
        {
            using var watch = new SyncService.SyncServiceClient(on.Server.AsAdmin()).WatchSnapshots(new WatchSnapshotsRequest { Environment = "production", SidecarId = Text(n) });
            await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        },
        ["owner"] = (on, n) => Done(new AccessService.AccessServiceClient(on.Server.AsAdmin()).CreateTokenAsync(new CreateTokenRequest { Owner = Text(n), Roles = { Role.Viewer } })),
    };

    /// <summary>The bounds as the contracts state them, written down once more by hand.</summary>
    public static TheoryData<string, int> Bounds() => new()
    {
        { "flag.key", 100 },
        { "flag.owner", 100 },
        { "flag.description", 1_000 },
        { "request_id", 100 },
        { "reason", 1_000 },
        { "etag", 100 },
        { "page_size", 1_000 },
        { "experiment.owner", 100 },
        { "experiment.hypothesis", 4_000 },
        { "experiment.variants", 100 },
        { "experiment.guardrail_metrics", 100 },
        { "experiment.power_plan.planned_days", 90 },
        { "experiment.ramp_steps", 20 },
        { "metric.event_name", 100 },
        { "metric.attribution_window_hours", 2_160 },
        { "assignments", 10_000 },
        { "events", 10_000 },
        { "events[0].properties", 50 },
        { "dropped", 1_000 },
        { "sidecar_id", 200 },
        { "owner", 100 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task The_bound_passes_and_one_past_it_is_named(string field, int bound)
    {
        Assert.DoesNotContain(field, await ViolationsAsync(Calls[field](fixture, bound)));
        Assert.Contains(field, await ViolationsAsync(Calls[field](fixture, bound + 1)));
    }

    [Fact]
    public async Task A_message_of_the_bound_passes_and_a_byte_more_is_refused()
    {
        const int Bound = 16 << 20;
        var request = new RecordEventsRequest { Events = { new Event { EventName = "e" } } };
        request.Events[0].EventName = new string('e', 1 + Bound - (request.CalculateSize() + 8));
        while (request.CalculateSize() < Bound)
        {
            request.Events[0].EventName += "e";
        }

        Assert.Equal(Bound, request.CalculateSize());
        await Ingest(fixture).RecordEventsAsync(request);
        request.Events[0].EventName += "e";

        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await Ingest(fixture).RecordEventsAsync(request))).StatusCode);
    }

    private static string Text(int length) => new('x', length);

    private static Event WithProperties(int count)
    {
        var row = new Event();
        for (var i = 0; i < count; i++)
        {
            row.Properties.Add($"p{i}", "v");
        }

        return row;
    }

    private static IngestService.IngestServiceClient Ingest(EmbeddedServer on) => new(on.Server.AsAdmin());

    private static Task Create(EmbeddedServer on, Action<Flag> change)
    {
        var flag = Samples.Flag($"f{Guid.NewGuid():N}");
        change(flag);
        return Done(on.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag }));
    }

    private static Task Draft(EmbeddedServer on, Action<Experiment> change)
    {
        var draft = Samples.Experiment($"e{Guid.NewGuid():N}", "none", "primary", "guardrail");
        change(draft);
        return Done(on.Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = draft }));
    }

    private static Task Register(EmbeddedServer on, Action<Metric> change)
    {
        var metric = Samples.Metric($"m{Guid.NewGuid():N}");
        change(metric);
        return Done(on.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = metric, ValidateOnly = true }));
    }

    private static async Task Done<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            await call;
        }
    }

    /// <summary>The fields that a call breaks; none when it succeeds or fails for another reason.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(Task call)
    {
        try
        {
            await call;
            return [];
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.Aborted)
        {
            return Refusals.Of(exception).Fields;
        }
    }
}
