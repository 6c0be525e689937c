using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>Saturation: so many copies that each start again when they have ended. Says what a target can do, not how it feels.</summary>
internal sealed class ClosedLoop(ScenarioProps scenario, ConstantCopies copies, Pace pace, Tally tally)
{
    private int _number = -1;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var end = pace.Now + (long)copies.During.TotalNanoseconds;
        await Task.WhenAll(Enumerable.Range(0, copies.Copies).Select(_ => Task.Run(() => RepeatAsync(end, cancellation), CancellationToken.None)));
    }

    private async Task RepeatAsync(long end, CancellationToken cancellation)
    {
        while (pace.Now is var started && started < end && !cancellation.IsCancellationRequested)
        {
            tally.Start();
            try
            {
                var response = await scenario.Run(new Invocation(Interlocked.Increment(ref _number) & int.MaxValue, cancellation));
                var latency = pace.Now - started;
                tally.End(response, latency, latency);
            }
            catch (Exception failure)
            {
                tally.Fail(failure.Message);
            }
        }
    }
}
