using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Load.Targets;
using NBomber.Contracts;
using NBomber.CSharp;

namespace GrpcExp.Load.Scenarios;

/// <summary>What services ask a control plane, all at once: on SQLite, and on PostgreSQL where there is one.</summary>
internal sealed class ControlPlaneTest : ILoadTest
{
    /// <summary>Calls a second, all endpoints together.</summary>
    public const int DefaultRate = 200;

    private const int FlagsAPage = 50;
    private const int EvaluationsABatch = 20;
    private const int ExposuresABatch = 50;

    public string Name => "control-plane";

    public async Task RunAsync(LoadRun run)
    {
        await RunAsync(run, "SQLite", null);
        PrivateServers servers;
        try
        {
            servers = await PrivateServers.StartPostgresAsync(run.Cancellation);
        }
        catch (InvalidOperationException missing)
        {
            run.Note("control plane on PostgreSQL", $"not measured: {missing.Message}");
            return;
        }

        await using (servers)
        {
            await using var database = await ScratchDatabase.CreateAsync(servers.Postgres);
            await RunAsync(run, "PostgreSQL", database.ConnectionString);
        }
    }

    private static async Task RunAsync(LoadRun run, string engine, string? postgres)
    {
        run.Say($"control plane on {engine} with {LoadSnapshot.Flags} flags and {LoadSnapshot.Experiments} experiments");
        await using var server = await ControlPlaneProcess.StartAsync(postgres, run.Cancellation);
        await new ControlPlaneContent(server, run.Cancellation).CreateAsync();
        var invoker = server.AsAdmin();
        var flags = new FlagService.FlagServiceClient(invoker);
        var evaluations = new EvaluationService.EvaluationServiceClient(invoker);
        var ingest = new IngestService.IngestServiceClient(invoker);
        var rate = run.Options.Rate ?? DefaultRate;
        ScenarioProps At(string call, int percent, Func<int, CancellationToken, Task<bool>> ask) => Scenario
            .Create($"{call} on {engine}", async context =>
                await ask(context.InvocationNumber, context.ScenarioCancellationToken) ? Response.Ok() : Response.Fail("The answer is not what was asked for."))
            .WithWarmUpDuration(run.WarmUp)
            .WithLoadSimulations(Simulation.Inject(Math.Max(1, rate * percent / 100), TimeSpan.FromSeconds(1), run.During));

        await run.RequireAsync(
            [
                At("GetFlag", 50, async (number, token) =>
                    (await flags.GetFlagAsync(new GetFlagRequest { Key = Workload.Flag(number) }, cancellationToken: token)).Key == Workload.Flag(number)),
                At($"ListFlags of {FlagsAPage}", 10, async (_, token) =>
                    (await flags.ListFlagsAsync(new ListFlagsRequest { PageSize = FlagsAPage }, cancellationToken: token)).Flags.Count == FlagsAPage),
                At($"EvaluateBatch of {EvaluationsABatch}", 30, async (number, token) =>
                    (await evaluations.EvaluateBatchAsync(Batch(number), cancellationToken: token)).Responses.All(r => r.ErrorCode == ErrorCode.Unspecified)),
                At($"RecordExposures of {ExposuresABatch}", 10, async (number, token) =>
                    (await ingest.RecordExposuresAsync(Exposures(number), cancellationToken: token)).Accepted == ExposuresABatch),
            ],
            server.Process);
    }

    private static EvaluateBatchRequest Batch(int number) => new()
    {
        Requests = { Enumerable.Range(number, EvaluationsABatch).Select(Workload.Request) },
    };

    private static RecordExposuresRequest Exposures(int number) => new()
    {
        Exposures =
        {
            Enumerable.Range(0, ExposuresABatch).Select(i => new Exposure
            {
                EventId = Guid.NewGuid().ToString("N"),
                ExperimentKey = $"experiment-{number % LoadSnapshot.Experiments}",
                FlagKey = Workload.Flag(number % LoadSnapshot.Experiments),
                UnitId = Workload.Unit(number + i).UnitId,
                Variant = "on",
                ExposeTime = TimeProvider.System.GetUtcNow().ToTimestamp(),
            }),
        },
    };
}
