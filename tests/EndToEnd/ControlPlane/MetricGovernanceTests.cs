using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using Event = GrpcExp.Contracts.Ingest.V1.Event;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>What the registry knows of metrics together: tiers, meanings, replacements, versions, contracts.</summary>
[Collection(OneEmbeddedServer.Name)]
public sealed class MetricGovernanceTests(EmbeddedServer fixture)
{
    private ExperimentStage Stage => new(fixture.Editor, fixture.Approver);

    [Fact]
    public async Task A_parent_must_be_of_a_tier_that_can_be_driven()
    {
        await RegisterAsync("mg-north", MetricTier.NorthStar);
        await RegisterAsync("mg-driver", MetricTier.Driver, "mg-north");
        await RegisterAsync("mg-deeper", MetricTier.Driver, "mg-driver");
        await RegisterAsync("mg-guard", MetricTier.Guardrail, "mg-driver");
        await RegisterAsync("mg-explains", MetricTier.Diagnostic, "mg-guard");

        foreach (var (tier, parent) in new[]
        {
            (MetricTier.NorthStar, "mg-north"), (MetricTier.Driver, "mg-guard"), (MetricTier.Driver, "mg-explains"), (MetricTier.Guardrail, "mg-guard"),
        })
        {
            var refusal = await Refusals.OfAsync(fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Metric("mg-wrong", tier, parent) }));
            Assert.Equal((StatusCode.InvalidArgument, "metric.parent_metric"), (refusal.Code, Assert.Single(refusal.Fields)));
        }

        var circle = await Refusals.OfAsync(fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = Metric("mg-driver", MetricTier.Driver, "mg-deeper") }));
        Assert.Contains("mg-driver -> mg-deeper -> mg-driver", circle.Message);

        // A change of tier is judged by who hangs on it.
        foreach (var validateOnly in new[] { true, false })
        {
            var change = await Refusals.OfAsync(fixture.Metrics.UpdateMetricAsync(
                new UpdateMetricRequest { Metric = Metric("mg-driver", MetricTier.Diagnostic, "mg-north"), ValidateOnly = validateOnly }));
            Assert.Equal((StatusCode.FailedPrecondition, "IN_USE", "metrics/mg-deeper,metrics/mg-guard"), (change.Code, change.Reason, change.Facts["needed_by"]));
        }
    }

    [Fact]
    public async Task Metrics_of_one_meaning_or_name_are_told_when_they_are_made_and_by_the_drift()
    {
        await RegisterAsync("mg-order-rate", MetricTier.Driver, eventName: "mg-order");
        var twin = Metric("mg-buyers", MetricTier.Driver, eventName: "mg-order");
        twin.OwnerTeam = "sales";

        // A default that is written out is the default still.
        twin.AttributionWindowHours = 336;
        var asked = await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = twin, ValidateOnly = true });
        var made = await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = twin });
        var namesake = await fixture.Metrics.RegisterMetricAsync(
            new RegisterMetricRequest { Metric = Metric("mgOrder_Rates", MetricTier.Driver, eventName: "mg-something-else") });

        var meaning = Assert.Single(made.Warnings);
        Assert.Equal((MetricDriftKind.SameMeaning, "mg-buyers", "mg-order-rate"), (meaning.Kind, meaning.MetricKey, meaning.OtherMetricKey));
        Assert.Equal("differs in owner_team, attribution_window_hours", meaning.Detail);
        Assert.Equal(made.Warnings, asked.Warnings);
        Assert.Equal((MetricDriftKind.SameName, "mg-order-rate"), (Assert.Single(namesake.Warnings).Kind, namesake.Warnings[0].OtherMetricKey));
        Assert.Empty((await fixture.Metrics.GetMetricAsync(new GetMetricRequest { Key = "mg-buyers" })).Warnings);
        Assert.Equal(
            [(MetricDriftKind.SameMeaning, "mg-buyers", "mg-order-rate"), (MetricDriftKind.SameName, "mg-order-rate", "mgOrder_Rates")],
            (await DriftAsync()).Where(drift => drift.Kind is MetricDriftKind.SameMeaning or MetricDriftKind.SameName).Select(drift => (drift.Kind, drift.MetricKey, drift.OtherMetricKey)));
        Assert.Contains((await DriftAsync(MetricDriftKind.UnattachedDriver)), drift => drift.MetricKey == "mg-buyers");

        // Whose meaning changes is told so, and what is deprecated is out of the way.
        twin.EventName = "mg-other-order";
        Assert.Empty((await fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = twin })).Warnings);
        await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "mgOrder_Rates" });
        Assert.DoesNotContain(await DriftAsync(), drift => drift.OtherMetricKey == "mgOrder_Rates");
    }

    [Fact]
    public async Task A_replacement_is_one_that_can_be_used_and_users_of_the_deprecated_are_named()
    {
        await RegisterAsync("mg-old", MetricTier.Driver);
        await RegisterAsync("mg-new", MetricTier.Driver);
        await RegisterAsync("mg-older", MetricTier.Driver);
        await Stage.DraftAsync("mg-draft", draft => draft.SecondaryMetrics.Add("mg-old"));
        await Stage.RunningAsync("mg-running", running => running.GuardrailMetrics.Add("mg-old"));
        await Stage.ConcludedAsync("mg-over", over => over.SecondaryMetrics.Add("mg-old"));

        var deprecated = await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "mg-old", Replacement = "mg-new" });

        Assert.Equal((true, "mg-new"), (deprecated.Deprecated, deprecated.Replacement));
        Assert.Equal(["mg-draft", "mg-running"], deprecated.Warnings.Select(warning => warning.ExperimentKey));
        Assert.All(deprecated.Warnings, warning => Assert.Equal((MetricDriftKind.DeprecatedInUse, "mg-new"), (warning.Kind, warning.OtherMetricKey)));
        Assert.Equal(deprecated.Warnings, (await DriftAsync(MetricDriftKind.DeprecatedInUse)).Where(drift => drift.MetricKey == "mg-old"));

        // mg-new -> mg-old would be a circle, mg-older -> mg-old a dead end: a deprecated metric replaces nothing.
        foreach (var (key, replacement) in new[] { ("mg-new", "mg-old"), ("mg-older", "mg-old"), ("mg-older", "mg-nowhere"), ("mg-older", "mg-older") })
        {
            var refusal = await Refusals.OfAsync(fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = key, Replacement = replacement }));
            Assert.Equal((StatusCode.InvalidArgument, "replacement"), (refusal.Code, Assert.Single(refusal.Fields)));
        }
    }

    [Fact]
    public async Task Versions_come_newest_first_with_what_changed_and_who_is_pinned()
    {
        await RegisterAsync("mg-versions", MetricTier.Driver);
        await Stage.RunningAsync("mg-pinned", running => running.SecondaryMetrics.Add("mg-versions"));
        var changed = Metric("mg-versions", MetricTier.Driver);
        changed.AttributionWindowHours = 24;
        changed.OwnerTeam = "sales";
        await fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = changed });
        changed.MinimumEffect = 0.02;
        await fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = changed });

        var first = await fixture.Metrics.ListMetricVersionsAsync(new ListMetricVersionsRequest { Key = "mg-versions", PageSize = 2 });
        var second = await fixture.Metrics.ListMetricVersionsAsync(
            new ListMetricVersionsRequest { Key = "mg-versions", PageSize = 2, PageToken = first.NextPageToken });

        var versions = first.Versions.Concat(second.Versions).ToList();
        Assert.Equal((2, ""), (first.Versions.Count, second.NextPageToken));
        Assert.Equal([3, 2, 1], versions.Select(version => version.Metric.Version));
        Assert.Equal([["minimum_effect"], ["owner_team", "attribution_window_hours"], []], versions.Select(version => version.ChangedFields.ToArray()));
        Assert.Equal([[], [], ["mg-pinned"]], versions.Select(version => version.RunningExperiments.ToArray()));
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(fixture.Metrics.ListMetricVersionsAsync(new ListMetricVersionsRequest { Key = "mg-none" }))).Reason);
    }

    [Fact]
    public async Task The_tree_has_each_metric_below_what_it_drives()
    {
        await RegisterAsync("mgt-top", MetricTier.NorthStar);
        await RegisterAsync("mgt-why", MetricTier.Diagnostic, "mgt-top");
        await RegisterAsync("mgt-b", MetricTier.Driver, "mgt-top");
        await RegisterAsync("mgt-a", MetricTier.Driver, "mgt-top");
        await RegisterAsync("mgt-a1", MetricTier.Driver, "mgt-a");
        await RegisterAsync("mgt-guard", MetricTier.Guardrail, "mgt-a");
        await Stage.RunningAsync("mgt-running", running => running.SecondaryMetrics.Add("mgt-a1"));
        await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "mgt-a" });
        await fixture.Metrics.DeprecateMetricAsync(new DeprecateMetricRequest { Key = "mgt-b" });

        Assert.Equal(["0 mgt-top 0", "1 mgt-a 0", "2 mgt-a1 1", "2 mgt-guard 0", "1 mgt-why 0"], await TreeAsync(new GetMetricTreeRequest { RootMetric = "mgt-top" }));
        Assert.Equal(
            ["0 mgt-top 0", "1 mgt-a 0", "2 mgt-a1 1", "2 mgt-guard 0", "1 mgt-b 0", "1 mgt-why 0"],
            await TreeAsync(new GetMetricTreeRequest { RootMetric = "mgt-top", IncludeDeprecated = true }));
        var whole = await TreeAsync(new GetMetricTreeRequest());
        Assert.Contains("0 mgt-top 0", whole);
        Assert.Contains($"0 {ExperimentStage.Primary} {whole.Single(line => line.Contains(ExperimentStage.Primary, StringComparison.Ordinal)).Split(' ')[2]}", whole);
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(fixture.Metrics.GetMetricTreeAsync(new GetMetricTreeRequest { RootMetric = "mgt-none" }))).Reason);
    }

    [Fact]
    public async Task A_contract_that_no_build_could_look_at_is_refused_with_every_violation()
    {
        var counted = Metric("mg-contract", MetricTier.Driver);
        counted.Contract = new MetricContract { MinValue = double.NaN, MaxNullRate = 1.5, FreshnessHours = 2_161 };
        var summed = Metric("mg-contract", MetricTier.Driver);
        summed.Type = MetricType.Sum;
        summed.Contract = new MetricContract { MinValue = 2, MaxValue = 1 };

        var first = await Refusals.OfAsync(fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = counted }));
        var second = await Refusals.OfAsync(fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = summed }));

        Assert.Equal(
            ["metric.contract.freshness_hours", "metric.contract.max_null_rate", "metric.contract.max_null_rate", "metric.contract.min_value", "metric.contract.min_value"],
            first.Fields.Order());
        Assert.Equal(["metric.contract.max_value"], second.Fields);
    }

    [Fact]
    public async Task A_changed_definition_does_not_reach_a_running_experiment_and_a_broken_contract_is_told()
    {
        // Version 1 sums what was paid, version 2 what was asked for.
        var metric = Metric("mgp-paid", MetricTier.Driver, eventName: "mgp-order");
        (metric.Type, metric.ValueField) = (MetricType.Sum, "paid");
        metric.Contract = new MetricContract { MaxValue = 5 };
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = metric });
        await Stage.ApprovedAsync("mgp", experiment => experiment.PrimaryMetric = "mgp-paid");
        var start = DateTime.UtcNow.AddHours(-2);
        await fixture.Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "mgp", StartTime = Timestamp.FromDateTime(start) });
        metric.ValueField = "asked";
        await fixture.Metrics.UpdateMetricAsync(new UpdateMetricRequest { Metric = metric });
        await SendAsync(start.AddHours(1));

        using (var build = new AnalysisService.AnalysisServiceClient(fixture.Editor).BuildWarehouse(new BuildWarehouseRequest()))
        {
            while (await build.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        }

        var analysis = await new AnalysisService.AnalysisServiceClient(fixture.Editor).AnalyzeAsync(new AnalyzeRequest { ExperimentKey = "mgp", Mode = AnalysisMode.Itt });
        var result = analysis.Metrics.Single(found => found.MetricKey == "mgp-paid");
        Assert.Equal(1, result.Version);

        // Control paid 1 each and the treatment 3; asked for were 10 and 10.
        var comparison = Assert.Single(result.Comparisons);
        Assert.Equal((1.0, 3.0), (comparison.ControlMean, comparison.TreatmentMean));
        var drift = Assert.Single(await DriftAsync(MetricDriftKind.OutdatedPin), entry => entry.MetricKey == "mgp-paid");
        Assert.Equal(("mgp", 1, 2), (drift.ExperimentKey, drift.PinnedVersion, drift.CurrentVersion));
        var broken = Assert.Single(await DriftAsync(MetricDriftKind.ContractBroken), entry => entry.MetricKey == "mgp-paid");
        Assert.Equal("max_value 5 was promised and 10 seen", broken.Detail);
    }

    private static Metric Metric(string key, MetricTier tier, string parent = "", string? eventName = null)
    {
        var metric = Samples.Metric(key, tier);
        metric.ParentMetric = parent;
        metric.EventName = eventName ?? key;
        return metric;
    }

    private async Task RegisterAsync(string key, MetricTier tier, string parent = "", string? eventName = null) =>
        await fixture.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Metric(key, tier, parent, eventName) });

    /// <summary>Drift of this class alone: others share the server.</summary>
    private async Task<IReadOnlyList<MetricDrift>> DriftAsync(MetricDriftKind kind = MetricDriftKind.Unspecified)
    {
        var all = new List<MetricDrift>();
        var page = new ListDriftRequest { Kind = kind, PageSize = 2 };
        do
        {
            var answer = await fixture.Metrics.ListDriftAsync(page);
            all.AddRange(answer.Drifts);
            page.PageToken = answer.NextPageToken;
        }
        while (page.PageToken.Length > 0);

        return [.. all.Where(drift => drift.MetricKey.StartsWith("mg", StringComparison.Ordinal))];
    }

    private async Task<string[]> TreeAsync(GetMetricTreeRequest request) =>
        [.. (await fixture.Metrics.GetMetricTreeAsync(request)).Entries.Select(entry => $"{entry.Depth} {entry.Metric.Key} {entry.RunningExperiments}")];

    private async Task SendAsync(DateTime at)
    {
        var ingest = new IngestService.IngestServiceClient(await fixture.WithRoleAsync(Role.Ingest));
        var time = Timestamp.FromDateTime(at);
        var assignments = new RecordAssignmentsRequest();
        var events = new RecordEventsRequest();
        for (var i = 0; i < 40; i++)
        {
            var isControl = i % 2 == 0;
            assignments.Assignments.Add(new Assignment
            {
                EventId = $"mgp-a{i}", ExperimentKey = "mgp", FlagKey = "mgp", UnitId = $"u{i}", Variant = isControl ? "control" : "treatment", Bucket = i, AssignTime = time,
            });
            events.Events.Add(new Event
            {
                EventId = $"mgp-e{i}",
                UnitId = $"u{i}",
                EventName = "mgp-order",
                EventTime = time,
                Properties = { ["paid"] = isControl ? "1" : "3", ["asked"] = "10" },
            });
        }

        await ingest.RecordAssignmentsAsync(assignments);
        await ingest.RecordEventsAsync(events);
    }
}
