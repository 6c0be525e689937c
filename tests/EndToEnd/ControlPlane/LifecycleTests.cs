using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>One experiment from the first draft to its scorecard and shipping, over gRPC, on both sizes.</summary>
public sealed class LifecycleTests
{
    private const int Units = 2_000;

    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-10);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_experiment_goes_the_whole_way_on_sqlite()
    {
        await using var home = ControlPlaneHome.Embedded();
        await GoTheWholeWayAsync(home);
    }

    [Fact]
    public async Task An_experiment_goes_the_whole_way_on_postgres()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await GoTheWholeWayAsync(home);
    }

    private static async Task GoTheWholeWayAsync(ControlPlaneHome home)
    {
        await using var server = await home.StartAsync();
        var editor = await server.AsAsync("ada", Role.Editor);
        var approver = await server.AsAsync("grace", Role.Approver);

        await PrepareAsync(editor);
        var running = await StartAsync(editor, approver);
        await CheckSnapshotAsync(await server.AsAsync("sidecar", Role.Sync), running);
        await SendAsync(await server.AsAsync("source", Role.Ingest));
        await BuildAsync(editor);
        await ReadAsync(editor);
        await ConcludeAsync(editor, approver, running);
        await CheckFrozenAsync(editor, await server.AsAsync("late source", Role.Ingest));
        await CheckAuditAsync(editor);
    }

    private static async Task PrepareAsync(CallInvoker editor)
    {
        var metrics = new MetricService.MetricServiceClient(editor);
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("purchase"), Reason = "what we live by" });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("visit", MetricTier.Guardrail) });
        await new FlagService.FlagServiceClient(editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("checkout") });
    }

    private static async Task<Experiment> StartAsync(CallInvoker editor, CallInvoker approver)
    {
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        var approvals = new ExperimentService.ExperimentServiceClient(approver);
        var sample = Samples.Experiment("checkout-test", "checkout", "purchase", "visit");
        sample.TrafficBasisPoints = 5_000;
        var draft = await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = sample, RequestId = "create" });
        Assert.Equal((ExperimentState.Draft, 1L), (draft.State, draft.Version));
        draft.Hypothesis += " Seriously.";
        draft = await experiments.UpdateExperimentAsync(new UpdateExperimentRequest { Experiment = draft });
        var review = await experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = draft.Key, Etag = draft.Etag });
        Assert.Equal((ExperimentState.Review, "ada"), (review.State, review.SubmittedBy));
        var approved = await approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = draft.Key, Reason = "sound" });
        Assert.Equal((ExperimentState.Approved, "grace"), (approved.State, approved.ApprovedBy));
        Assert.Equal(("grace", "sound", review.Version), Assert.Single(approved.Approvals.Select(approval => (approval.Approver, approval.Comment, approval.Version))));

        var started = await experiments.StartExperimentAsync(new StartExperimentRequest { Key = draft.Key, StartTime = Timestamp.FromDateTimeOffset(Start) });
        Assert.Equal(ExperimentState.Running, started.State);
        Assert.Equal(1, started.PinnedMetricVersions["purchase"]);
        Assert.Equal(5_000, Owned(started));
        var ramped = await experiments.RampExperimentAsync(new RampExperimentRequest { Key = draft.Key, TrafficBasisPoints = 10_000 });
        Assert.Equal(10_000, Owned(ramped));

        // Ramping up only adds buckets: every range of before lies within one of the same variant now.
        foreach (var (before, after) in started.Allocations.Zip(ramped.Allocations))
        {
            Assert.All(before.Ranges, range => Assert.Contains(after.Ranges, other => other.Start <= range.Start && range.End <= other.End));
        }

        return ramped;
    }

    private static async Task CheckSnapshotAsync(CallInvoker sidecar, Experiment running)
    {
        var envelope = await new SyncService.SyncServiceClient(sidecar).GetSnapshotAsync(new GetSnapshotRequest { Environment = "production" });
        var snapshot = Snapshot.Parser.ParseFrom(envelope.Body);
        var experiment = Assert.Single(snapshot.Experiments);
        Assert.Equal(running.Allocations, experiment.Allocations);
        Assert.Equal("control", experiment.ControlVariant);
    }

    /// <summary>Everybody visits; of control 20 % buy, of the treatment 40 %.</summary>
    private static async Task SendAsync(CallInvoker source)
    {
        var ingest = new IngestService.IngestServiceClient(source);
        var at = Timestamp.FromDateTimeOffset(Start.AddDays(1));
        var later = Timestamp.FromDateTimeOffset(Start.AddDays(2));
        var assignments = new RecordAssignmentsRequest();
        var events = new List<Event>();
        foreach (var i in Enumerable.Range(0, Units))
        {
            var unit = $"unit-{i}";
            var isTreated = i % 2 == 1;
            assignments.Assignments.Add(new Assignment
            {
                EventId = $"a-{i}",
                ExperimentKey = "checkout-test",
                FlagKey = "checkout",
                UnitId = unit,
                Variant = isTreated ? "treatment" : "control",
                Bucket = Bucketing.Bucket("checkout", unit),
                AssignTime = at,
                Attributes = { ["country"] = i % 4 < 2 ? "DE" : "FR" },
            });
            events.Add(new Event { EventId = $"v-{i}", UnitId = unit, EventName = "visit", EventTime = later });
            if (i / 2 % 5 < (isTreated ? 2 : 1))
            {
                events.Add(new Event { EventId = $"p-{i}", UnitId = unit, EventName = "purchase", Value = 9.5, EventTime = later });
            }
        }

        var sent = await ingest.RecordAssignmentsAsync(assignments);
        Assert.Equal((Units, 0L, 0L), (sent.Accepted, sent.Duplicate, sent.Rejected));
        Assert.Equal(Units, (await ingest.RecordAssignmentsAsync(assignments)).Duplicate);

        using var stream = ingest.StreamEvents();
        foreach (var batch in events.Chunk(700))
        {
            await stream.RequestStream.WriteAsync(new RecordEventsRequest { Events = { batch } });
        }

        await stream.RequestStream.WriteAsync(new RecordEventsRequest { Events = { new Event { EventId = "bad", UnitId = "u", EventTime = later } } });
        await stream.RequestStream.CompleteAsync();
        var streamed = await stream.ResponseAsync;
        Assert.Equal((events.Count, 0L, 1L), (streamed.Accepted, streamed.Duplicate, streamed.Rejected));
        Assert.Equal((events.Count, "bad", "event_name"), (streamed.Rejections[0].Index, streamed.Rejections[0].EventId, streamed.Rejections[0].Field));
    }

    private static async Task BuildAsync(CallInvoker editor)
    {
        using var build = new AnalysisService.AnalysisServiceClient(editor).BuildWarehouse(new BuildWarehouseRequest());
        var steps = new List<BuildProgress>();
        while (await build.ResponseStream.MoveNext(Cancelled))
        {
            steps.Add(build.ResponseStream.Current);
        }

        Assert.True(steps[^1].Finished);
        Assert.True(steps[^1].Status is "ok" or "warn", steps[^1].Detail);
        Assert.Contains(steps, step => step.Node == "mart_experiment_scorecard");
        Assert.All(steps.SkipLast(1), step => Assert.False(step.Finished));
        Assert.Equal(steps.SkipLast(1).Select(step => step.Done).Order(), steps.SkipLast(1).Select(step => step.Done));
    }

    private static async Task ReadAsync(CallInvoker editor)
    {
        var analysis = new AnalysisService.AnalysisServiceClient(editor);
        var result = await analysis.AnalyzeAsync(new AnalyzeRequest { ExperimentKey = "checkout-test", Mode = AnalysisMode.Itt });
        Assert.Equal([1_000L, 1_000L], result.Variants.Select(variant => variant.Units));
        Assert.Equal((1.0, "ok"), (result.Srm.PValue, result.Srm.Severity));
        var purchase = result.Metrics[0];
        Assert.Equal(("purchase", "primary", 1), (purchase.MetricKey, purchase.Role, purchase.Version));
        var comparison = Assert.Single(purchase.Comparisons);
        Assert.Equal(0.2, comparison.ControlMean, 1e-12);
        Assert.Equal(0.4, comparison.TreatmentMean, 1e-12);
        Assert.Equal(0.2, comparison.Absolute.Estimate_, 1e-12);

        // Welch by hand: 0.2 / √(0.16/999 + 0.24/999) = √99.9.
        Assert.Equal(Math.Sqrt(99.9), comparison.Statistic, 1e-9);
        Assert.Equal(Verdict.Green, result.Scorecard.Verdict);
        Assert.Equal(result.Scorecard, await analysis.GetScorecardAsync(new GetScorecardRequest { ExperimentKey = "checkout-test" }));
        Assert.Equal([result.Scorecard], (await analysis.ListScorecardsAsync(new ListScorecardsRequest())).Scorecards);
        Assert.NotNull(result.Scorecard.Watermark);

        var guessed = await Refusals.OfAsync(analysis.AnalyzeAsync(new AnalyzeRequest { ExperimentKey = "checkout-test" }));
        Assert.Equal(["mode"], guessed.Fields);
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(analysis.GetScorecardAsync(new GetScorecardRequest { ExperimentKey = "none" }))).Reason);
        Assert.Contains("select", (await analysis.ExplainSqlAsync(new ExplainSqlRequest { Model = "mart_experiment_scorecard" })).Sql);
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(analysis.ExplainSqlAsync(new ExplainSqlRequest { Model = "none" }))).Reason);
    }

    private static async Task ConcludeAsync(CallInvoker editor, CallInvoker approver, Experiment running)
    {
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        var flags = new FlagService.FlagServiceClient(editor);
        var before = (await flags.ListFlagsAsync(new ListFlagsRequest())).Revision;
        var concluded = await new ExperimentService.ExperimentServiceClient(approver).ConcludeExperimentAsync(new ConcludeExperimentRequest
        {
            Key = running.Key,
            Decision = Decision.Shipped,
            ShippedVariant = "treatment",
            Etag = running.Etag,
            Reason = "it won",
        });
        Assert.Equal((ExperimentState.Concluded, Decision.Shipped, "treatment"), (concluded.State, concluded.Decision, concluded.ShippedVariant));
        Assert.Equal(("GREEN", "SHIP", ""), (concluded.FrozenScorecard.Verdict, concluded.FrozenScorecard.Recommendation, concluded.FrozenScorecard.AbsenceReason));
        Assert.Equal("treatment", (await flags.GetFlagAsync(new GetFlagRequest { Key = "checkout" })).DefaultVariant);
        Assert.Equal(before + 1, (await flags.ListFlagsAsync(new ListFlagsRequest())).Revision);

        var archived = await experiments.ArchiveExperimentAsync(new TransitionExperimentRequest { Key = running.Key });
        Assert.Equal(ExperimentState.Archived, archived.State);
        var listed = await experiments.ListExperimentsAsync(new ListExperimentsRequest { State = ExperimentState.Archived });
        Assert.Equal([archived], listed.Experiments);
        Assert.Empty((await experiments.ListExperimentsAsync(new ListExperimentsRequest { State = ExperimentState.Running })).Experiments);
    }

    /// <summary>What comes in after the decision is in the next analysis, and not in the scorecard that was decided by.</summary>
    private static async Task CheckFrozenAsync(CallInvoker editor, CallInvoker source)
    {
        var analysis = new AnalysisService.AnalysisServiceClient(editor);
        var request = new GetScorecardRequest { ExperimentKey = "checkout-test" };
        var frozen = await analysis.GetScorecardAsync(request);
        Assert.NotNull(frozen.FreezeTime);
        Assert.Equal(Verdict.Green, frozen.Verdict);

        // Everybody in control buys after all.
        var late = new RecordEventsRequest();
        late.Events.Add(Enumerable.Range(0, Units / 2).Select(i => new Event
        {
            EventId = $"late-{i}",
            UnitId = $"unit-{2 * i}",
            EventName = "purchase",
            EventTime = Timestamp.FromDateTimeOffset(Start.AddDays(3)),
        }));
        await new IngestService.IngestServiceClient(source).RecordEventsAsync(late);
        await BuildAsync(editor);

        Assert.Equal(frozen, await analysis.GetScorecardAsync(request));
        Assert.Equal([frozen], (await analysis.ListScorecardsAsync(new ListScorecardsRequest())).Scorecards);
        var now = await analysis.AnalyzeAsync(new AnalyzeRequest { ExperimentKey = "checkout-test", Mode = AnalysisMode.Itt });
        Assert.Equal((Verdict.Red, null), (now.Scorecard.Verdict, now.Scorecard.FreezeTime));
    }

    private static async Task CheckAuditAsync(CallInvoker editor)
    {
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        var log = await experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = "experiments/checkout-test" });
        Assert.Equal(
            [
                "experiment.create", "experiment.update", "experiment.submit", "experiment.approve", "experiment.start", "experiment.ramp",
                "experiment.conclude", "experiment.archive",
            ],
            log.Events.Select(entry => entry.Action));
        Assert.Equal(["ada", "ada", "ada", "grace", "ada", "ada", "grace", "ada"], log.Events.Select(entry => entry.Actor));
        Assert.Equal("it won", log.Events[6].Reason);
        Assert.All(log.Events, entry => Assert.Equal("127.0.0.1", entry.SourceAddress));
        Assert.Equal(2, log.Events.Select(entry => (entry.Actor, entry.TokenId)).Distinct().Count());
        Assert.All(log.Events, entry => Assert.StartsWith("tok-", entry.TokenId, StringComparison.Ordinal));
        var verified = await experiments.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.True(verified.Intact, verified.Detail);
        var pages = await experiments.ListAuditEventsAsync(new ListAuditEventsRequest { PageSize = 3 });
        Assert.Equal([1L, 2L, 3L], pages.Events.Select(entry => entry.Sequence));
        var next = await experiments.ListAuditEventsAsync(new ListAuditEventsRequest { PageSize = 3, PageToken = pages.NextPageToken });
        Assert.Equal([4L, 5L, 6L], next.Events.Select(entry => entry.Sequence));
    }

    private static int Owned(Experiment experiment) =>
        experiment.Allocations.Sum(allocation => allocation.Ranges.Sum(range => range.End - range.Start));
}
