using GrpcExp.Client;
using GrpcExp.Load.Targets;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>Single lookups over all flags and many units, at a fixed rate, through whichever transport the client has.</summary>
internal static class LookupScenario
{
    public static ScenarioProps Create(string name, GrpcExpClient client, int rate, TimeSpan during)
    {
        string[] countries = ["DE", "FR", "ES", "US"];
        UnitContext[] units = [.. Enumerable.Range(0, 4096).Select(i => new UnitContext($"user-{i}").With("country", countries[i % countries.Length]))];
        string[] flags = [.. Enumerable.Range(0, LoadSnapshot.Flags).Select(i => $"flag-{i}")];
        return Scenario.Create(name, async context =>
            {
                var number = (int)(context.InvocationNumber % int.MaxValue);
                var answer = await client.EvaluateBoolAsync(
                    flags[number % flags.Length], units[number % units.Length], false, context.CancellationToken);
                return answer.IsAnswered ? Response.Ok() : Response.Fail(answer.Detail.ErrorDetail);
            })
            .WithWarmUpDuration(TimeSpan.FromSeconds(3))
            .WithLoadSimulations(Simulation.Inject(rate, TimeSpan.FromSeconds(1), during));
    }
}
