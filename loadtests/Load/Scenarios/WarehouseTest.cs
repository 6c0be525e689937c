using GrpcExp.Load.Engine;
using GrpcExp.Load.Populations;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Load.Scenarios;

/// <summary>The warehouse on PostgreSQL at scale: ingestion, a full and an incremental build, memory, and whether the results are right.</summary>
internal sealed class WarehouseTest : ILoadTest
{
    public const string ScenarioName = "warehouse";

    /// <summary>The same population in every run, but for the calendar.</summary>
    private const int Seed = 20_260;

    public string Name => ScenarioName;

    public async Task RunAsync(LoadRun run)
    {
        var plan = run.Options.Warehouse;
        var size = plan.Size;
        run.Say($"{Name}: PostgreSQL, {size.Experiments} experiments, {Figures.Count(size.Units)} units, {Figures.Count(size.Events)} events over {size.Days} days");
        await using var servers = await PrivateServers.StartPostgresAsync(run.Cancellation);
        if (servers.IsPostgresPrivate)
        {
            await ServerSettings.ApplyAsync(servers.Postgres, run.Cancellation);
        }

        run.Note("warehouse: server", await ServerSettings.DescribeAsync(servers.Postgres, run.Cancellation));
        await using var database = await ScratchDatabase.CreateAsync(servers.Postgres);
        await using var warehouse = await WarehouseDatabase.OpenAsync(database.ConnectionString, TimeProvider.System, run.Cancellation);

        // The last day is yesterday: everything lies in the past, and every day has a partition of its own.
        var today = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var population = new Population(size, Seed, today.AddDays(-(size.Days + 1)));
        await using var memory = new MemoryMeter();
        await new DefinitionStore(warehouse).ReplaceAsync(
            PopulationMetrics.Define(population.Experiments, population.Start, 2L * size.Units / size.Experiments), run.Cancellation);
        await StepsAsync(run, population, warehouse, database.ConnectionString);
        run.Judge(new Verdict("warehouse: private memory, highest", Demand.Below, Sla.WarehouseMegabytes, memory.PeakPrivate / 1e6, "MB"));
        run.Note("warehouse: resident memory, files mapped included, highest", $"{Figures.Number(memory.PeakResident / 1e6)} MB (generator, ingestion and builds in one process, seen every 50 ms)");
    }

    private static async Task StepsAsync(LoadRun run, Population population, WarehouseDatabase warehouse, string connectionString)
    {
        var plan = run.Options.Warehouse;
        var ingestion = new WarehouseIngestion(run, population, warehouse);
        await ingestion.FirstDaysAsync();
        if (plan.IngestOnly)
        {
            return;
        }

        var builds = new WarehouseBuilds(run, population, warehouse);
        if (!await builds.RunAsync("full build", fullRefresh: false, Sla.FullBuildSeconds))
        {
            return;
        }

        await WarehouseResults.JudgeAsync(run, population, warehouse, "full build", population.Size.Days);
        await ingestion.LastDayAsync();
        if (!await builds.RunAsync("incremental build", fullRefresh: false, Sla.IncrementalBuildSeconds))
        {
            return;
        }

        await WarehouseResults.JudgeAsync(run, population, warehouse, "incremental build", population.Size.Days + 1);
        if (plan.Verify ?? plan.IsSmall)
        {
            await VerifyAsync(run, builds, connectionString);
        }
    }

    private static async Task VerifyAsync(LoadRun run, WarehouseBuilds builds, string connectionString)
    {
        var incremental = await MartChecksums.ReadAsync(connectionString, run.Cancellation);
        if (!await builds.RunAsync("full refresh", fullRefresh: true, null))
        {
            return;
        }

        var anew = await MartChecksums.ReadAsync(connectionString, run.Cancellation);
        var differing = incremental.Keys.Union(anew.Keys).Where(table => incremental.GetValueOrDefault(table) != anew.GetValueOrDefault(table)).Order().ToArray();
        run.Judge(
            new Verdict("warehouse: marts that differ after a full refresh", Demand.Below, 1, differing.Length, "tables"),
            new Verdict("warehouse: marts compared", Demand.AtLeast, 1, anew.Count, "tables"));
        if (differing.Length > 0)
        {
            run.Note("warehouse: marts that differ", string.Join(", ", differing));
        }
    }
}
