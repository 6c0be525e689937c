using GrpcExp.Load.Populations;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Targets;
using GrpcExp.Load.Verdicts;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Load.Scenarios;

/// <summary>Sends a population through the ingestor and holds it to the rate.</summary>
internal sealed class WarehouseIngestion(LoadRun run, Population population, WarehouseDatabase warehouse)
{
    private const int BatchRows = 20_000;
    private const int UnitsABatch = BatchRows / 2;

    private readonly EventIngestor _ingestor = new(warehouse);

    /// <summary>Everything before the first build; events are judged by their rate, and one batch is sent twice.</summary>
    public async Task FirstDaysAsync()
    {
        await AssignmentsAsync("", 0, population.Size.Units);
        var rate = await EventsAsync("", 0, population.Size.Days);
        if (!run.Options.Warehouse.IsSmall)
        {
            run.Judge(new Verdict("warehouse: events ingested", Demand.AtLeast, Sla.IngestedPerSecond, rate, "rows/s"));
        }

        var first = population.Events(0, 0, Math.Min(BatchRows, population.Size.EventsOn(0)));
        var again = await _ingestor.RecordEventsAsync(first, run.Cancellation);
        run.Judge(
            new Verdict("warehouse: duplicates of a batch sent again", Demand.AtLeast, first.Length, again.Duplicate, "rows"),
            new Verdict("warehouse: rows stored of a batch sent again", Demand.Below, 1, again.Accepted + again.Rejected.Count, "rows"));
    }

    /// <summary>The day of the incremental build.</summary>
    public async Task LastDayAsync()
    {
        await AssignmentsAsync(", last day", population.Size.Units, population.Size.LateUnits);
        await EventsAsync(", last day", population.Size.Days, 1);
    }

    private async Task AssignmentsAsync(string which, int firstUnit, int units)
    {
        var batches = Enumerable.Range(0, (units + UnitsABatch - 1) / UnitsABatch)
            .Select(i => (First: firstUnit + (i * UnitsABatch), Count: Math.Min(UnitsABatch, units - (i * UnitsABatch))))
            .ToArray();
        await SendAsync($"assignments{which}", 2L * units, batches, batch => _ingestor.RecordAssignmentsAsync(population.Assignments(batch.First, batch.Count), run.Cancellation));
        await SendAsync($"exposures{which}", 2L * units, batches, batch => _ingestor.RecordExposuresAsync(population.Exposures(batch.First, batch.Count), run.Cancellation));
    }

    private Task<double> EventsAsync(string which, int firstDay, int days)
    {
        var batches = Enumerable.Range(firstDay, days)
            .SelectMany(day => Enumerable.Range(0, (population.Size.EventsOn(day) + BatchRows - 1) / BatchRows)
                .Select(i => (Day: day, First: i * BatchRows, Count: Math.Min(BatchRows, population.Size.EventsOn(day) - (i * BatchRows)))))
            .ToArray();
        return SendAsync(
            $"events{which}", batches.Sum(b => (long)b.Count), batches, batch => _ingestor.RecordEventsAsync(population.Events(batch.Day, batch.First, batch.Count), run.Cancellation));
    }

    private async Task<double> SendAsync<T>(string what, long rows, T[] batches, Func<T, Task<IngestResult>> send)
    {
        run.Say($"warehouse: {Figures.Count(rows)} {what}");
        var (measurement, accepted, duplicate, rejected) = await new IngestLoad(run.Options.Connections).RunAsync(
            $"batches of {what}", batches.Length, i => IngestLoad.TimedAsync(() => send(batches[i])), run.Cancellation);
        run.Add(measurement);
        var rate = accepted / measurement.Elapsed.TotalSeconds;
        run.Note($"warehouse: {what}", $"{Figures.Count(accepted)} rows in {Figures.Number(measurement.Elapsed.TotalSeconds)} s, {Figures.Rate(rate)} rows/s on {run.Options.Connections} connections, made and sent in batches of up to {Figures.Count(BatchRows)}");
        run.Judge(
            new Verdict($"warehouse: {what} stored", Demand.AtLeast, rows, accepted, "rows"),
            new Verdict($"warehouse: {what} refused or taken for duplicates", Demand.Below, 1, duplicate + rejected, "rows"));
        return rate;
    }
}
