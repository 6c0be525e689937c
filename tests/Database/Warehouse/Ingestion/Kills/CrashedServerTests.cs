using GrpcExp.Tests;
using System.Data.Common;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Ingestion;
using Npgsql;

namespace GrpcExp.Database.Warehouse.Ingestion.Kills;

/// <summary>
/// The PostgreSQL server is killed while batches come in, and started again. A process that dies leaves its writes with the operating
/// system: what a power cut would take is up to fsync, which this does not try.
/// </summary>
public sealed class CrashedServerTests
{
    private const int Crashes = 2;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_stored_twice()
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var database = await WarehouseDatabase.OpenAsync(server.ConnectionString, new FixedTime(NumberedBatches.Start.AddDays(30)), Cancelled);
        var random = new Random(20260302);
        var crashAt = Enumerable.Range(1, Crashes).Select(crash => crash * NumberedBatches.Count / (Crashes + 1) + random.Next(-5, 5)).ToHashSet();
        var broken = 0;
        for (var batch = 0; batch < NumberedBatches.Count; batch++)
        {
            // While it is down and comes up, batches are sent all along.
            var crash = crashAt.Contains(batch) ? server.CrashAsync() : Task.CompletedTask;
            do
            {
                broken += await SendAsync(database, batch);
            }
            while (!crash.IsCompleted);

            await crash;
            if (crashAt.Contains(batch))
            {
                await StoredBatches.CheckAsync(sql => QueryAsync(server, sql), batch);
            }
        }

        Assert.True(broken >= Crashes, $"Only {broken} attempts met the crashes.");
        await StoredBatches.CheckAsync(sql => QueryAsync(server, sql), NumberedBatches.Count - 1);
    }

    /// <summary>Sends a batch until it is acknowledged.</summary>
    /// <returns>Attempts that failed.</returns>
    private static async Task<int> SendAsync(WarehouseDatabase database, int batch)
    {
        for (var failed = 0; ; failed++)
        {
            try
            {
                var rows = NumberedBatches.Rows(batch);
                var result = await new EventIngestor(database).RecordEventsAsync(rows, Cancelled);
                Assert.Equal(rows.Length, result.Accepted + result.Duplicate);
                return failed;
            }
            catch (DbException)
            {
                // Down, or coming up: nothing was acknowledged.
                await Task.Delay(TimeSpan.FromMilliseconds(20), Cancelled);
            }
        }
    }

    private static async Task<string[]> QueryAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancelled);
        using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{reader.GetString(0)}|{reader.GetString(1)}|{reader.GetDouble(2):R}|{reader.GetDateTime(3):yyyy-MM-dd HH:mm:ss.fff}"));
        }

        return [.. rows];
    }
}
