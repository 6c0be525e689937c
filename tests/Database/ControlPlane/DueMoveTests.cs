using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Schedules;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteDueMoveTests() : DueMoveTests(StorageEngine.Sqlite);

public sealed class PostgresDueMoveTests() : DueMoveTests(StorageEngine.Postgres);

/// <summary>What the dates of experiments do when their time has come.</summary>
[Trait("Promise", "P6")]
public abstract class DueMoveTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    [Fact]
    public async Task An_experiment_starts_ramps_and_ends_at_its_dates_and_not_before()
    {
        await OpenAllAsync();
        var start = Time.Now;
        var experiment = Sample("dated");
        experiment.TrafficBasisPoints = 1_000;
        experiment.ScheduledStartTime = At(start.AddDays(1));
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(2)), TrafficBasisPoints = 3_000 });
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(4)), TrafficBasisPoints = 10_000 });
        experiment.PlannedEndTime = At(start.AddDays(14));
        await ApprovedAsync(experiment);

        Assert.Empty(await RunAsync(start.AddDays(1).AddTicks(-10)));
        Assert.Equal([(DueMoveKind.Start, true)], await RunAsync(start.AddDays(1)));
        var small = (await FindAsync("dated"))!;
        Assert.Empty(await RunAsync(start.AddDays(2).AddTicks(-10)));
        Assert.Equal([(DueMoveKind.Ramp, true)], await RunAsync(start.AddDays(2)));
        var larger = (await FindAsync("dated"))!;
        Assert.Equal([(DueMoveKind.Ramp, true)], await RunAsync(start.AddDays(5)));
        var whole = (await FindAsync("dated"))!;
        Assert.Empty(await RunAsync(start.AddDays(14).AddTicks(-10)));
        Assert.Equal([(DueMoveKind.Conclude, true)], await RunAsync(start.AddDays(14)));
        Assert.Empty(await RunAsync(start.AddDays(15)));

        Assert.Equal([1_000, 3_000, 10_000], new[] { small, larger, whole }.Select(Owned));
        AssertKeeps(small, larger);
        AssertKeeps(larger, whole);
        var ended = (await FindAsync("dated"))!;
        Assert.Equal((ExperimentState.Concluded, Decision.Inconclusive), (ended.State, ended.Decision));
        var log = await Store.ReadAsync((session, token) => session.ListAuditEventsAsync(new AuditQuery(0, "experiments/dated", 100), token), Cancelled);
        Assert.Equal(
            ["experiment.start", "experiment.ramp", "experiment.ramp", "experiment.conclude"],
            log.Where(entry => entry.Actor == "system").Select(entry => entry.Action));
        Assert.StartsWith("scheduled start of 2026-04-01", log.First(entry => entry.Actor == "system").Reason, StringComparison.Ordinal);
        Assert.All(log.Where(entry => entry.Actor == "system"), entry => Assert.Equal(("", ""), (entry.TokenId, entry.SourceAddress)));
    }

    [Fact]
    public async Task Steps_that_were_missed_are_taken_at_once_up_to_the_last()
    {
        await OpenAllAsync();
        var start = Time.Now;
        var experiment = Sample("missed");
        experiment.TrafficBasisPoints = 1_000;
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(1)), TrafficBasisPoints = 3_000 });
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(2)), TrafficBasisPoints = 5_000 });
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(9)), TrafficBasisPoints = 10_000 });
        await RunningAsync(experiment);

        Assert.Equal([(DueMoveKind.Ramp, true)], await RunAsync(start.AddDays(3)));

        Assert.Equal(5_000, Owned((await FindAsync("missed"))!));
    }

    [Fact]
    public async Task Who_ramped_further_by_hand_is_not_brought_back()
    {
        await OpenAllAsync();
        var start = Time.Now;
        var experiment = Sample("faster");
        experiment.TrafficBasisPoints = 1_000;
        experiment.RampSteps.Add(new RampStep { RampTime = At(start.AddDays(1)), TrafficBasisPoints = 3_000 });
        await RunningAsync(experiment);
        await Moves.RampAsync(Author, new RampExperimentRequest { Key = "faster", TrafficBasisPoints = 4_000 }, Cancelled);

        Assert.Empty(await RunAsync(start.AddDays(2)));

        Assert.Equal(4_000, Owned((await FindAsync("faster"))!));
    }

    [Fact]
    public async Task Without_a_planned_end_ninety_days_are_the_end()
    {
        await OpenAllAsync();
        var start = Time.Now;
        await RunningAsync(Sample("long"));

        Assert.Empty(await RunAsync(start.AddDays(90).AddTicks(-10)));
        Assert.Equal([(DueMoveKind.Conclude, true)], await RunAsync(start.AddDays(90)));
    }

    [Fact]
    public async Task A_refused_start_says_why_and_does_not_hold_up_others()
    {
        await OpenAllAsync();
        var start = Time.Now;
        var blocked = Sample("a-blocked");
        blocked.ScheduledStartTime = At(start.AddDays(1));
        var free = Sample("b-free");
        free.ScheduledStartTime = At(start.AddDays(1));
        await ApprovedAsync(blocked);
        await ApprovedAsync(free);
        await LoseVariantAsync(blocked);

        Time.Now = start.AddDays(1);
        var outcomes = await Due.CarryOutAsync(Now, Cancelled);

        Assert.Equal([("a-blocked", false), ("b-free", true)], outcomes.Select(outcome => (outcome.Move.ExperimentKey, outcome.Done)));
        Assert.Contains("has no variant 'on'", outcomes[0].Problem, StringComparison.Ordinal);
        Assert.Equal(ExperimentState.Approved, (await FindAsync("a-blocked"))!.State);
    }

    [Fact]
    public async Task Two_replicas_at_once_do_each_move_once()
    {
        await OpenAllAsync();
        var start = Time.Now;
        foreach (var i in Enumerable.Range(0, 5))
        {
            var experiment = Sample($"raced-{i}");
            experiment.ScheduledStartTime = At(start.AddDays(1));
            await ApprovedAsync(experiment);
        }

        Time.Now = start.AddDays(1);
        var others = await OpenAsync();
        var other = new DueMoves(others, NewMoves(others));
        var both = await Task.WhenAll(Due.CarryOutAsync(Now, Cancelled), other.CarryOutAsync(Now, Cancelled));

        Assert.Equal(5, await CountAsync("select count(*) from audit_events where action = 'experiment.start'"));
        Assert.All(both.SelectMany(outcomes => outcomes), outcome => Assert.True(outcome.Done, outcome.Problem));
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => FindAsync($"raced-{i}"))), experiment => Assert.Equal(ExperimentState.Running, experiment!.State));
    }

    [Fact]
    public async Task A_move_that_was_found_before_somebody_changed_the_experiment_is_not_made()
    {
        await OpenAllAsync();
        var start = Time.Now;
        var experiment = Sample("changed");
        experiment.ScheduledStartTime = At(start.AddDays(1));
        await ApprovedAsync(experiment);
        Time.Now = start.AddDays(1);
        var found = Assert.Single(await Due.FindAsync(Now, Cancelled));
        var back = await SendBackAsync("changed", "next week");
        back.ScheduledStartTime = At(start.AddDays(8));
        await UpdateAsync(back, Author);
        await SubmitAsync("changed");
        await ApproveAsync("changed");

        var outcome = await Due.CarryOutAsync(found, Cancelled);

        Assert.False(outcome.Done);
        Assert.Contains("was changed since it was read", outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(ExperimentState.Approved, (await FindAsync("changed"))!.State);
    }

    private static Timestamp At(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    private static int Owned(Experiment experiment) => experiment.Allocations.Sum(allocation => allocation.Ranges.Sum(range => range.End - range.Start));

    /// <summary>Every bucket of before is of the same variant now.</summary>
    private static void AssertKeeps(Experiment before, Experiment after)
    {
        foreach (var (old, now) in before.Allocations.Zip(after.Allocations))
        {
            Assert.Equal(old.Variant, now.Variant);
            Assert.All(old.Ranges, range => Assert.Contains(now.Ranges, other => other.Start <= range.Start && range.End <= other.End));
        }
    }

    private async Task<List<(DueMoveKind Kind, bool Done)>> RunAsync(DateTimeOffset time)
    {
        Time.Now = time;
        return [.. (await Due.CarryOutAsync(Now, Cancelled)).Select(outcome => (outcome.Move.Kind, outcome.Done))];
    }

    /// <summary>Takes away the variant that the experiment would give.</summary>
    private async Task LoseVariantAsync(Experiment experiment)
    {
        var flag = (await FindFlagAsync(experiment.FlagKey))!;
        flag.Variants.Remove(flag.Variants.Single(variant => variant.Key == "on"));
        await PutAsync(Store, flag);
    }
}
