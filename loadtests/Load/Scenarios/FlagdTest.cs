using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Flagd.V2;
using GrpcExp.Load.Targets;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>flagd's protocol, version 2, over the Unix socket and over loopback TCP.</summary>
internal sealed class FlagdTest : ILoadTest
{
    /// <summary>Calls a second.</summary>
    public const int DefaultRate = 10_000;

    public string Name => "flagd";

    public async Task RunAsync(LoadRun run)
    {
        await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), run.Cancellation);
        using (var channels = ChannelSet.ToSocket(sidecar.GrpcSocket, run.Options.Connections))
        {
            await run.RequireAsync(Create("flagd over the Unix socket", channels, run), sidecar.Process);
        }

        using (var channels = ChannelSet.ToAddress(sidecar.GrpcAddress, run.Options.Connections))
        {
            await run.RequireAsync(Create("flagd over TCP", channels, run), sidecar.Process);
        }
    }

    private static ScenarioProps Create(string name, ChannelSet channels, LoadRun run)
    {
        Service.ServiceClient[] clients = [.. channels.Channels.Select(c => new Service.ServiceClient(c))];
        Struct[] contexts = [.. Workload.Units.Select((unit, i) => new Struct
        {
            Fields = { ["targetingKey"] = Value.ForString(unit.UnitId), ["country"] = Value.ForString(Workload.Country(i)) },
        })];
        return Scenario.Create(name, async context =>
            {
                var number = context.InvocationNumber;
                var request = new ResolveBooleanRequest { FlagKey = Workload.Flag(number), Context = contexts[number % contexts.Length] };
                using var call = clients[number % clients.Length].ResolveBooleanAsync(request, cancellationToken: context.ScenarioCancellationToken);
                var answer = await call.ResponseAsync;
                return answer.HasValue ? Response.Ok() : Response.Fail($"No value, reason {answer.Reason}");
            })
            .WithWarmUpDuration(run.WarmUp)
            .WithLoadSimulations(Simulation.Inject(run.Options.Rate ?? DefaultRate, TimeSpan.FromSeconds(1), run.During));
    }
}
