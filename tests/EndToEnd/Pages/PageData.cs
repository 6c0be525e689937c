using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Data.Sqlite;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>One experiment that runs and has results, for pages to show.</summary>
internal static class PageData
{
    public const string Running = "checkout-test";

    private const int Units = 1_000;
    private const int DaysAgo = 10;

    /// <summary>Of control 20 % buy, of the treatment 40 %; units come in over four days.</summary>
    public static async Task MakeAsync(CallInvoker editor, CallInvoker approver, CallInvoker source)
    {
        var metrics = new MetricService.MetricServiceClient(editor);
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("purchase") });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("visit", MetricTier.Guardrail) });
        await new FlagService.FlagServiceClient(editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("checkout") });
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = Samples.Experiment(Running, "checkout", "purchase", "visit") });
        await experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = Running });
        await new ExperimentService.ExperimentServiceClient(approver).ApproveExperimentAsync(new TransitionExperimentRequest { Key = Running, Reason = "looks sound" });
        var start = DateTime.UtcNow.AddDays(-DaysAgo);
        await experiments.StartExperimentAsync(new StartExperimentRequest { Key = Running, StartTime = Timestamp.FromDateTime(start) });

        var (assignments, exposures, events) = (new RecordAssignmentsRequest(), new RecordExposuresRequest(), new RecordEventsRequest());
        for (var i = 0; i < Units; i++)
        {
            var variant = i % 2 == 0 ? "control" : "treatment";
            var at = start.AddDays(1 + (i / 2 % 4)).AddMinutes(i % 60);
            assignments.Assignments.Add(new Assignment
            {
                EventId = $"a-{i}",
                ExperimentKey = Running,
                FlagKey = "checkout",
                UnitId = $"unit-{i}",
                Variant = variant,
                Bucket = i,
                AssignTime = Timestamp.FromDateTime(at),
                Attributes = { ["country"] = i % 4 < 2 ? "DE" : "FR" },
            });
            exposures.Exposures.Add(new Exposure
            {
                EventId = $"x-{i}",
                ExperimentKey = Running,
                FlagKey = "checkout",
                UnitId = $"unit-{i}",
                Variant = variant,
                ExposeTime = Timestamp.FromDateTime(at.AddMinutes(1)),
            });
            events.Events.Add(new Event { EventId = $"v-{i}", UnitId = $"unit-{i}", EventName = "visit", EventTime = Timestamp.FromDateTime(at.AddMinutes(2)) });
            if (i / 2 % 5 < (i % 2 == 0 ? 1 : 2))
            {
                events.Events.Add(new Event { EventId = $"p-{i}", UnitId = $"unit-{i}", EventName = "purchase", EventTime = Timestamp.FromDateTime(at.AddHours(2)) });
            }
        }

        var ingest = new IngestService.IngestServiceClient(source);
        Assert.Equal(Units, (await ingest.RecordAssignmentsAsync(assignments)).Accepted);
        Assert.Equal(Units, (await ingest.RecordExposuresAsync(exposures)).Accepted);
        await ingest.RecordEventsAsync(events);
        using var build = new AnalysisService.AnalysisServiceClient(editor).BuildWarehouse(new BuildWarehouseRequest());
        while (await build.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
        }
    }

    /// <summary>Makes drafts, and gives each the results of the running experiment, as if a build had found them.</summary>
    public static async Task CrowdAsync(CallInvoker editor, string folder, int count)
    {
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        await using var warehouse = new SqliteConnection($"Data Source={Path.Combine(folder, "warehouse.db")}");
        await warehouse.OpenAsync();
        for (var i = 0; i < count; i++)
        {
            var key = $"crowd-{i:000}-of-experiments";
            await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = Samples.Experiment(key, "checkout", "purchase", "visit") });
            foreach (var table in (string[])["mart_experiment_scorecard", "mart_variant_comparison", "fct_experiment_scorecards"])
            {
                var columns = await ColumnsAsync(warehouse, table);
                await RunAsync(warehouse, $"insert into {table} select {string.Join(", ", columns.Select(column => column == "experiment_key" ? $"'{key}'" : column))} from {table} where experiment_key = '{Running}'");
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ColumnsAsync(SqliteConnection warehouse, string table)
    {
        using var command = warehouse.CreateCommand();
        command.CommandText = $"select name from pragma_table_info('{table}')";
        using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task RunAsync(SqliteConnection warehouse, string sql)
    {
        using var command = warehouse.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
