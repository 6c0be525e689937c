using System.Diagnostics;
using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>
/// Runs one scenario in an open loop: invocation i of a stretch is planned at i × interval ÷ rate, is
/// started as soon as that time has come, and its latency counts from the plan.
/// </summary>
internal sealed class ScenarioRun(ScenarioProps scenario, CancellationToken cancellation)
{
    private readonly LatencyHistogram _ok = new();
    private long _failed;
    private long _open;
    private string? _firstFailure;

    public async Task<ScenarioStats> RunAsync()
    {
        if (scenario.WarmUp > TimeSpan.Zero && scenario.Simulations is [var first, ..])
        {
            await InjectAsync(first with { During = scenario.WarmUp }, counted: false);
        }

        var begin = Stopwatch.GetTimestamp();
        foreach (var simulation in scenario.Simulations)
        {
            await InjectAsync(simulation, counted: true);
        }

        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new ScenarioStats(
            scenario.Name,
            _ok.Count,
            Interlocked.Read(ref _failed),
            _firstFailure ?? "",
            (_ok.Count + _failed) / seconds,
            _ok.Quantile(0.5),
            _ok.Quantile(0.95),
            _ok.Quantile(0.99),
            _ok.Quantile(0.999),
            _ok.Maximum);
    }

    private async Task InjectAsync(LoadSimulation simulation, bool counted)
    {
        var gap = simulation.Interval / simulation.Rate;
        var total = (long)(simulation.During / gap);
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0L; i < total && !cancellation.IsCancellationRequested; i++)
        {
            var planned = gap * i;
            // A timer is only good to a millisecond or so; what fell due meanwhile is started at once.
            while (Stopwatch.GetElapsedTime(begin) is var now && now < planned)
            {
                await Task.Delay(planned - now > TimeSpan.FromMilliseconds(2) ? planned - now : TimeSpan.FromMilliseconds(1), CancellationToken.None);
            }

            Interlocked.Increment(ref _open);
            _ = InvokeAsync(new Invocation(i, cancellation), begin, planned, counted);
        }

        var deadline = Stopwatch.GetTimestamp();
        while (Interlocked.Read(ref _open) > 0)
        {
            if (Stopwatch.GetElapsedTime(deadline) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"{_open} invocations of '{scenario.Name}' had not ended 30 s after the last one began.");
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    private async Task InvokeAsync(Invocation invocation, long begin, TimeSpan planned, bool counted)
    {
        try
        {
            var response = await scenario.Run(invocation);
            if (!counted)
            {
                return;
            }

            if (response.IsError)
            {
                Fail(response.Message);
            }
            else
            {
                _ok.Record(Stopwatch.GetElapsedTime(begin) - planned);
            }
        }
        catch (Exception failure) when (counted)
        {
            Fail(failure.Message);
        }
        catch (Exception) when (!counted)
        {
            // A warm-up may fail while connections come up; what goes on failing is counted afterwards.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private void Fail(string message)
    {
        Interlocked.Increment(ref _failed);
        Interlocked.CompareExchange(ref _firstFailure, message, null);
    }

    private sealed record Invocation(long InvocationNumber, CancellationToken CancellationToken) : IScenarioContext;
}
