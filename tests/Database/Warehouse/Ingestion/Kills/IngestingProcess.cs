using System.Diagnostics;
using System.Globalization;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Ingestion.Kills;

/// <summary>This test program as a process of its own that ingests batches in order and prints the number of each once it is acknowledged.</summary>
internal sealed class IngestingProcess : IDisposable
{
    /// <summary>First argument that makes the program ingest instead of running tests.</summary>
    public const string Verb = "ingest-batches";

    private readonly Process process;

    private IngestingProcess(Process process) => this.process = process;

    /// <summary>What the process does: <c>ingest-batches CONNECTION FIRST</c>.</summary>
    public static async Task<int> MainAsync(string connectionString, int first)
    {
        await using var database = await WarehouseDatabase.OpenAsync(connectionString, new FixedTime(NumberedBatches.Start.AddDays(30)));
        var ingestor = new EventIngestor(database);
        for (var batch = first; batch < NumberedBatches.Count; batch++)
        {
            var rows = NumberedBatches.Rows(batch);
            var result = await ingestor.RecordEventsAsync(rows);
            if (result.Accepted + result.Duplicate != rows.Length)
            {
                return 1;
            }

            Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    public static IngestingProcess Start(string connectionString, int first)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(IngestingProcess).Assembly.Location, Verb, connectionString, first.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        return new IngestingProcess(Process.Start(start)!);
    }

    /// <summary>The next batch it says is acknowledged; null when it has ended.</summary>
    public async Task<int?> AcknowledgedAsync(CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line ? int.Parse(line, CultureInfo.InvariantCulture) : null;

    /// <summary>Kills it with SIGKILL a while after now, wherever it is then; what it had printed is still read.</summary>
    public void KillAfter(TimeSpan delay)
    {
        // Watched, not slept: a timer is too coarse to fall into the middle of a batch.
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < delay)
        {
            Thread.SpinWait(50);
        }

        process.Kill();
    }

    /// <summary>Its exit code once it has ended by itself.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
