using System.Diagnostics;
using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>
/// Invocation i is planned at i × interval ÷ rate. A thread of its own starts it there as soon as that moment has come,
/// and its latency counts from the plan: a stall is felt by everything that was planned during it, as users feel it.
/// </summary>
internal sealed class OpenLoop(ScenarioProps scenario, Injection injection, Pace pace, Tally tally)
{
    /// <summary>Most invocations under way. Beyond it a start is dropped and counted, so that a dead target cannot eat the memory.</summary>
    public const int MostOpen = 200_000;

    /// <summary>How long answers are waited for once everything has been started.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var injected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var injector = new Thread(() =>
        {
            try
            {
                Inject(cancellation);
                injected.SetResult();
            }
            catch (Exception failure)
            {
                injected.SetException(failure);
            }
        })
        {
            IsBackground = true,
            Name = "injector",
        };
        injector.Start();
        await injected.Task;
        var end = Stopwatch.GetTimestamp();
        while (tally.Open > 0 && Stopwatch.GetElapsedTime(end) < Patience && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(1, CancellationToken.None);
        }

        tally.GiveUpOpen(Patience);
    }

    private void Inject(CancellationToken cancellation)
    {
        var gap = injection.Interval.TotalNanoseconds / injection.Rate;
        var total = (long)Math.Round(injection.During.TotalNanoseconds / gap);
        var begin = pace.Now;
        for (var i = 0L; i < total && !cancellation.IsCancellationRequested; i++)
        {
            var planned = begin + (long)(i * gap);
            pace.WaitUntil(planned);
            if (tally.Open >= MostOpen)
            {
                tally.Drop();
                continue;
            }

            tally.Start();
            _ = InvokeAsync(new Invocation((int)(i & int.MaxValue), cancellation), planned);
        }
    }

    private async Task InvokeAsync(Invocation invocation, long planned)
    {
        var started = pace.Now;
        tally.Late(started - planned);
        try
        {
            var response = await scenario.Run(invocation);
            var ended = pace.Now;
            tally.End(response, ended - planned, ended - started);
        }
        catch (Exception failure)
        {
            tally.Fail(failure.Message);
        }
    }
}
