using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteScheduleTests() : ScheduleTests(StorageEngine.Sqlite);

public sealed class PostgresScheduleTests() : ScheduleTests(StorageEngine.Postgres);

/// <summary>Dates of an experiment that are refused.</summary>
public abstract class ScheduleTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    [Fact]
    public async Task Dates_of_the_past_and_a_plan_that_falls_are_refused_all_at_once()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var experiment = Sample("a");
        experiment.TrafficBasisPoints = 1_000;
        experiment.ScheduledStartTime = In(days: -1);
        experiment.RampSteps.Add(new RampStep { RampTime = In(days: 4), TrafficBasisPoints = 1_000 });
        experiment.RampSteps.Add(new RampStep { RampTime = In(days: 3), TrafficBasisPoints = 5_000 });
        experiment.RampSteps.Add(new RampStep { TrafficBasisPoints = 10_001 });
        experiment.PlannedEndTime = In(days: 2);

        var refusal = await RefusalOfAsync(CreateAsync(experiment));

        Assert.Equal(ControlError.InvalidArgument, refusal.Error);
        string[] expected =
        [
            "experiment.scheduled_start_time", "experiment.ramp_steps[0].traffic_basis_points", "experiment.ramp_steps[1].ramp_time",
            "experiment.ramp_steps[2].ramp_time", "experiment.ramp_steps[2].traffic_basis_points", "experiment.planned_end_time",
        ];
        Assert.Equal(expected, refusal.Fields);
    }

    [Fact]
    public async Task A_ramp_needs_a_share_to_rise_from_and_comes_after_the_start()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var whole = Sample("a");
        whole.RampSteps.Add(new RampStep { RampTime = In(days: 2), TrafficBasisPoints = 10_000 });
        var early = Sample("a");
        early.TrafficBasisPoints = 1_000;
        early.ScheduledStartTime = In(days: 3);
        early.RampSteps.Add(new RampStep { RampTime = In(days: 3), TrafficBasisPoints = 10_000 });

        Assert.Equal(["experiment.ramp_steps[0].traffic_basis_points"], (await RefusalOfAsync(CreateAsync(whole))).Fields);
        Assert.Equal(["experiment.ramp_steps[0].ramp_time"], (await RefusalOfAsync(CreateAsync(early))).Fields);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public async Task Twenty_steps_are_a_plan(int steps, bool accepted)
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var experiment = Sample("a");
        experiment.TrafficBasisPoints = 100;
        experiment.RampSteps.Add(Enumerable.Range(1, steps).Select(i => new RampStep { RampTime = In(days: i), TrafficBasisPoints = 100 + i }));

        if (accepted)
        {
            Assert.Equal(20, (await CreateAsync(experiment)).RampSteps.Count);
        }
        else
        {
            Assert.Equal(["experiment.ramp_steps"], (await RefusalOfAsync(CreateAsync(experiment))).Fields);
        }
    }

    [Theory]
    [InlineData(10, 100, true)]
    [InlineData(10, 101, false)]
    [InlineData(10, 10, false)]
    public async Task An_end_is_after_the_start_and_within_ninety_days(int start, int end, bool accepted)
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var experiment = Sample("a");
        experiment.ScheduledStartTime = In(start);
        experiment.PlannedEndTime = In(end);

        if (accepted)
        {
            await CreateAsync(experiment);
        }
        else
        {
            Assert.Equal(["experiment.planned_end_time"], (await RefusalOfAsync(CreateAsync(experiment))).Fields);
        }
    }

    [Fact]
    public async Task A_start_does_not_jump_over_steps_or_past_the_end()
    {
        await OpenAllAsync();
        var experiment = Sample("late");
        experiment.TrafficBasisPoints = 1_000;
        experiment.RampSteps.Add(new RampStep { RampTime = In(days: 1), TrafficBasisPoints = 2_000 });
        experiment.RampSteps.Add(new RampStep { RampTime = In(days: 9), TrafficBasisPoints = 3_000 });
        experiment.PlannedEndTime = In(days: 10);
        await ApprovedAsync(experiment);

        Time.Now += TimeSpan.FromDays(1);
        var one = await RefusalOfAsync(StartAsync("late"));
        Time.Now += TimeSpan.FromDays(9);
        var all = await RefusalOfAsync(StartAsync("late"));

        Assert.Equal(ControlError.NotStartable, one.Error);
        Assert.Equal(["experiment.ramp_steps[0].ramp_time"], one.Fields);
        Assert.Equal(["experiment.planned_end_time", "experiment.ramp_steps[0].ramp_time", "experiment.ramp_steps[1].ramp_time"], all.Fields);
    }

    private Timestamp In(int days) => Timestamp.FromDateTimeOffset(Time.Now.AddDays(days));
}
