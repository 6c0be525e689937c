using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Checklists;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Storage;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Traffic;
using Status = GrpcExp.Contracts.Control.V1.LaunchCheckStatus;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteLaunchChecklistTests() : LaunchChecklistTests(StorageEngine.Sqlite);

public sealed class PostgresLaunchChecklistTests() : LaunchChecklistTests(StorageEngine.Postgres);

/// <summary>What is said before a launch; the numbers by hand.</summary>
public abstract class LaunchChecklistTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    private const int UnitsPerDay = 100;

    [Fact]
    public async Task Without_a_build_only_the_state_is_judged()
    {
        await OpenAllAsync();
        await ApprovedAsync(Sample("first", "busy"));
        await CreateAsync(Sample("second", "busy"));

        var first = await ChecklistAsync("first");
        var second = await ChecklistAsync("second");

        Assert.Equal(
            [
                ("state", Status.Pass), ("review", Status.Pass), ("reservation", Status.Pass), ("flag", Status.Warn), ("schedule", Status.Pass),
                ("traffic", Status.Unknown),
            ],
            first.Checks.Select(check => (check.Check, check.Status)));
        Assert.Equal(new TrafficForecast(), first.Forecast);
        Assert.True(first.Ready);
        Assert.Equal((Status.Warn, Status.Fail), (Of(second, "state").Status, Of(second, "reservation").Status));
        Assert.Contains("experiments/first", Of(second, "reservation").Detail, StringComparison.Ordinal);
        Assert.False(second.Ready);
        Assert.Equal(ControlError.NotFound, (await RefusalOfAsync(ChecklistAsync("none"))).Error);
    }

    [Fact]
    public async Task A_draft_that_lacks_what_a_plan_needs_is_told_so()
    {
        await OpenAllAsync();
        await FlagAsync("bare");
        await CreateAsync(new Experiment { Key = "bare", FlagKey = "bare" });
        await SendAsync();

        var bare = await ChecklistAsync("bare");

        Assert.Equal(Status.Fail, Of(bare, "review").Status);
        Assert.Contains("experiment.primary_metric", Of(bare, "review").Detail, StringComparison.Ordinal);
        Assert.Equal(Status.Unknown, Of(bare, "baseline").Status);
        Assert.False(bare.Forecast.HasPower);
    }

    /// <summary>
    /// 100 new units a day, of whom a fifth converts. Half of the traffic for 14 days is 700 units. To tell 20 % from
    /// 30 % takes (z₀.₉₇₅ + z₀.₈)²·(0.16 + 0.21)/0.1² = 290.4 units an arm, 582 in all, so 12 days at 50 a day. With 350 an arm
    /// the power is Φ(0.1/√(0.37/350) − z₀.₉₇₅) = Φ(1.1156) = 0.8677.
    /// </summary>
    [Fact]
    public async Task Power_and_duration_come_from_real_traffic()
    {
        await OpenAllAsync();
        await SendAsync();
        var planned = Sample("planned");
        planned.TrafficBasisPoints = 5_000;
        planned.PowerPlan.MinimumDetectableEffect = 0.5;
        await ApprovedAsync(planned);

        var checklist = await ChecklistAsync("planned");

        var forecast = checklist.Forecast;
        Assert.Equal(("2026-03-03", "2026-03-30"), (forecast.FirstDay, forecast.LastDay));
        Assert.Equal((50.0, 700L), (forecast.UnitsPerDay, forecast.ExpectedUnits));
        Assert.Equal((14L * UnitsPerDay, 0.2), (forecast.BaselineUnits, forecast.BaselineMean));
        Assert.Equal((582L, 12), (forecast.UnitsNeeded, forecast.DaysNeeded));
        Assert.Equal(0.8677, forecast.Power, 2e-3);
        Assert.InRange(forecast.DetectableEffect, 0.4, 0.5);
        Assert.All(
            new[] { "traffic", "metric_data:conversion", "baseline", "power", "duration", "planned_units" },
            name => Assert.Equal(Status.Pass, Of(checklist, name).Status));
        Assert.Equal((Status.Warn, "no event 'latency' came: is it sent, and under this name?"), (Of(checklist, "metric_data:latency").Status, Of(checklist, "metric_data:latency").Detail));
        Assert.True(checklist.Ready);
    }

    [Fact]
    public async Task What_traffic_cannot_settle_is_said()
    {
        await OpenAllAsync();
        await LayerAsync("layer");
        await SendAsync();

        // A fifth of the units: 20 a day, 280 in 14 days, and 582 take 30 days.
        var small = Sample("small", layer: "layer", from: 0, to: 2_000);
        small.PowerPlan.MinimumDetectableEffect = 0.5;
        small.PowerPlan.PlannedUnits = 500;
        await ApprovedAsync(small);
        var fine = Sample("fine");
        fine.PowerPlan.MinimumDetectableEffect = 0.01;
        await ApprovedAsync(fine);
        Time.Now += TimeSpan.FromDays(2);

        var slow = await ChecklistAsync("small");
        var never = await ChecklistAsync("fine");

        Assert.Equal((280L, 30), (slow.Forecast.ExpectedUnits, slow.Forecast.DaysNeeded));
        Assert.All(new[] { "power", "duration", "planned_units" }, name => Assert.Equal(Status.Warn, Of(slow, name).Status));
        Assert.Equal(Status.Warn, Of(slow, "traffic").Status);
        Assert.Contains("2026-03-31; none since", Of(slow, "traffic").Detail, StringComparison.Ordinal);
        Assert.Equal(Status.Fail, Of(never, "duration").Status);
        Assert.False(never.Forecast.HasDaysNeeded);
        Assert.False(never.Ready);
    }

    private static LaunchCheck Of(LaunchChecklist checklist, string name) => checklist.Checks.Single(check => check.Check == name);

    private Task<LaunchChecklist> ChecklistAsync(string key) => new LaunchChecklists(Store, new TrafficReader(Warehouse), Time).GetAsync(key, Cancelled);

    /// <summary>28 days with 100 new units each, of whom every fifth converts, and today with some that do not count.</summary>
    private async Task SendAsync()
    {
        var events = new List<EventRow>();
        foreach (var day in Enumerable.Range(0, 29))
        {
            var at = Time.Now.AddDays(day - 28).AddHours(-1);
            foreach (var i in Enumerable.Range(0, UnitsPerDay))
            {
                var unit = $"u-{day}-{i}";
                events.Add(new EventRow($"v-{unit}", unit, "visit", null, at));
                if (i % 5 == 0)
                {
                    events.Add(new EventRow($"c-{unit}", unit, "conversion", null, at.AddMinutes(1)));
                }
            }
        }

        await new EventIngestor(Warehouse).RecordEventsAsync(events, Cancelled);
        await new DefinitionExport(Store, new DefinitionStore(Warehouse)).RunAsync(Cancelled);
        var built = await new WarehouseBuilder(Warehouse).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(built.Published, built.Failure);
    }
}
