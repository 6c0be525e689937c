using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>Runs one scenario: warm-up, then its stretches one after the other, then what came of them.</summary>
internal sealed class ScenarioRun(ScenarioProps scenario, Pace pace, CancellationToken cancellation)
{
    public async Task<Measurement> RunAsync()
    {
        if (scenario.WarmUp > TimeSpan.Zero && scenario.Simulations is [var first, ..])
        {
            // Not counted: connections come up and code is compiled meanwhile.
            await RunAsync(first with { During = scenario.WarmUp }, new Tally());
        }

        var tally = new Tally();
        var begin = pace.Now;
        foreach (var simulation in scenario.Simulations)
        {
            await RunAsync(simulation, tally);
        }

        return tally.Sum(scenario.ScenarioName, scenario.Simulations, TimeSpan.FromTicks((pace.Now - begin) / 100));
    }

    private Task RunAsync(LoadSimulation simulation, Tally tally) => simulation switch
    {
        Injection injection => new OpenLoop(scenario, injection, pace, tally).RunAsync(cancellation),
        ConstantCopies copies => new ClosedLoop(scenario, copies, pace, tally).RunAsync(cancellation),
        _ => throw new NotSupportedException($"There is no loop for {simulation.GetType().Name}."),
    };
}
