using GrpcExp.Client;
using GrpcExp.Load.Targets;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>Single lookups over all flags and many units, through whichever transport the clients have.</summary>
internal static class LookupScenarios
{
    /// <summary>At a fixed rate, over the clients in turn.</summary>
    public static ScenarioProps AtRate(string name, IReadOnlyList<GrpcExpClient> clients, int rate, TimeSpan warmUp, TimeSpan during) =>
        Create(name, clients, warmUp).WithLoadSimulations(Simulation.Inject(rate, TimeSpan.FromSeconds(1), during));

    /// <summary>As many as so many at a time come to.</summary>
    public static ScenarioProps Saturating(string name, IReadOnlyList<GrpcExpClient> clients, int copies, TimeSpan warmUp, TimeSpan during) =>
        Create(name, clients, warmUp).WithLoadSimulations(Simulation.KeepConstant(copies, during));

    private static ScenarioProps Create(string name, IReadOnlyList<GrpcExpClient> clients, TimeSpan warmUp) => Scenario
        .Create(name, async context =>
        {
            var number = context.InvocationNumber;
            var answer = await clients[number % clients.Count].EvaluateBoolAsync(
                Workload.Flag(number), Workload.Unit(number), false, context.ScenarioCancellationToken);
            return answer.IsAnswered ? Response.Ok() : Response.Fail(answer.Detail.ErrorDetail);
        })
        .WithWarmUpDuration(warmUp);
}
