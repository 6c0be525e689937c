using GrpcExp.Load.Engine;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Unit.Load;

/// <summary>
/// A target that stalls once for a second, asked 1,000 times a second for ten seconds. By hand: whatever was planned during
/// the stall waits 1000, 999, … 1 ms and everything else 0, so of 10,000 latencies the 101st longest (p99) is 900 ms.
/// </summary>
public sealed class OpenLoopTests
{
    private const int PerSecond = 1_000;
    private static readonly TimeSpan During = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_stall_is_felt_by_everything_that_was_planned_during_it()
    {
        var measurement = await RunAsync(Simulation.Inject(PerSecond, TimeSpan.FromSeconds(1), During), (pace, number) =>
        {
            if (number == 5_000)
            {
                pace.Turn(Stall);
            }
        });

        Assert.Equal(10_000, measurement.Ok);
        Assert.InRange(measurement.Latency.Percent99.TotalMilliseconds, 900, 900 * (1 + (1 / 64.0)));
        Assert.InRange(measurement.Latency.Percent95.TotalMilliseconds, 500, 500 * (1 + (1 / 64.0)));
        Assert.Equal(TimeSpan.Zero, measurement.Latency.Percent90);
        Assert.Equal(Stall, measurement.Latency.Maximum);
    }

    [Fact]
    public async Task What_the_real_start_shows_and_how_late_it_was_are_reported_apart()
    {
        var measurement = await RunAsync(Simulation.Inject(PerSecond, TimeSpan.FromSeconds(1), During), (pace, number) =>
        {
            if (number == 5_000)
            {
                pace.Turn(Stall);
            }
        });

        Assert.Equal(TimeSpan.Zero, measurement.FromStart.Percent99);
        // 999 starts were late by 999, 998, … 1 ms; the last by not more than a millisecond.
        Assert.Equal(998, measurement.LateStarts);
        Assert.Equal(TimeSpan.FromMilliseconds(999), measurement.Lateness.Maximum);
    }

    [Fact]
    public async Task A_closed_loop_hides_the_same_stall()
    {
        var measurement = await RunAsync(
            Simulation.KeepConstant(1, During), (pace, number) => pace.Turn(number == 500 ? Stall : TimeSpan.FromMilliseconds(1)));

        Assert.InRange(measurement.Latency.Percent99.TotalMilliseconds, 1, 1 + (1 / 64.0));
        Assert.Equal(Stall, measurement.Latency.Maximum);
        Assert.Null(measurement.PlannedPerSecond);
    }

    [Fact]
    public async Task Failures_and_exceptions_are_counted_and_the_first_is_named()
    {
        var scenario = Scenario
            .Create("failing", context => context.InvocationNumber switch
            {
                0 => Task.FromResult(Response.Ok()),
                1 => Task.FromResult(Response.Fail("refused")),
                _ => throw new InvalidOperationException("broken"),
            })
            .WithWarmUpDuration(TimeSpan.Zero)
            .WithLoadSimulations(Simulation.Inject(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));

        var measurement = await new ScenarioRun(scenario, new TurnedPace(), TestContext.Current.CancellationToken).RunAsync();

        Assert.Equal((1, 2, "refused"), (measurement.Ok, measurement.Failed, measurement.FirstFailure));
    }

    [Theory]
    [InlineData(OpenLoop.MostOpen, 0)]
    [InlineData(OpenLoop.MostOpen + 1, 1)]
    public async Task A_target_that_never_answers_has_starts_dropped_beyond_the_limit(int planned, long dropped)
    {
        using var stop = new CancellationTokenSource();
        var reached = 0;
        var pace = new TurnedPace
        {
            Reached = _ =>
            {
                // The last one is reached; waiting for answers that never come would only take time.
                if (++reached == planned)
                {
                    stop.Cancel();
                }
            },
        };
        var never = new TaskCompletionSource<IResponse>().Task;
        var scenario = Scenario.Create("silent", _ => never)
            .WithWarmUpDuration(TimeSpan.Zero)
            .WithLoadSimulations(Simulation.Inject(planned, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));

        var measurement = await new ScenarioRun(scenario, pace, stop.Token).RunAsync();

        Assert.Equal((OpenLoop.MostOpen, dropped), (measurement.Failed, measurement.Dropped));
    }

    [Fact]
    public async Task The_warm_up_is_not_counted()
    {
        var calls = 0;
        var scenario = Scenario
            .Create("warm", _ =>
            {
                calls++;
                return Task.FromResult(Response.Ok());
            })
            .WithWarmUpDuration(TimeSpan.FromSeconds(2))
            .WithLoadSimulations(Simulation.Inject(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));

        var measurement = await new ScenarioRun(scenario, new TurnedPace(), TestContext.Current.CancellationToken).RunAsync();

        Assert.Equal((10, 30), (measurement.Ok, calls));
    }

    private static Task<Measurement> RunAsync(LoadSimulation simulation, Action<TurnedPace, int> target)
    {
        var pace = new TurnedPace();
        var scenario = Scenario
            .Create("stalling", context =>
            {
                target(pace, context.InvocationNumber);
                return Task.FromResult(Response.Ok());
            })
            .WithWarmUpDuration(TimeSpan.Zero)
            .WithLoadSimulations(simulation);
        return new ScenarioRun(scenario, pace, TestContext.Current.CancellationToken).RunAsync();
    }
}
