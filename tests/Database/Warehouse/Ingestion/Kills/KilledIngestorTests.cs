using GrpcExp.Warehouse;

namespace GrpcExp.Database.Warehouse.Ingestion.Kills;

public sealed class SqliteKilledIngestorTests() : KilledIngestorTests(WarehouseEngine.Sqlite);

public sealed class PostgresKilledIngestorTests() : KilledIngestorTests(WarehouseEngine.Postgres);

/// <summary>A process that ingests is killed wherever it is; its batches are sent again from the first that it has not acknowledged.</summary>
public abstract class KilledIngestorTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const int Kills = 10;

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_stored_twice()
    {
        var random = new Random(20260301);
        var acknowledged = -1;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Now and then a batch that was acknowledged comes again, as from a sender that lost the answer.
            using var process = IngestingProcess.Start(ConnectionString, Math.Max(0, acknowledged + 1 - random.Next(3)));
            for (var more = random.Next(1, 5); more > 0; more--)
            {
                acknowledged = Math.Max(acknowledged, await process.AcknowledgedAsync(Cancelled) ?? throw new InvalidOperationException("The process ended."));
            }

            process.KillAfter(TimeSpan.FromMicroseconds(random.Next(30_000)));
            while (await process.AcknowledgedAsync(Cancelled) is { } late)
            {
                acknowledged = Math.Max(acknowledged, late);
            }

            await StoredBatches.CheckAsync(QueryAsync, acknowledged);
        }

        Assert.InRange(acknowledged, Kills / 2, NumberedBatches.Count - 2);
        using var last = IngestingProcess.Start(ConnectionString, acknowledged + 1);
        Assert.Equal(0, await last.ExitCodeAsync(Cancelled));
        await StoredBatches.CheckAsync(QueryAsync, NumberedBatches.Count - 1);
    }
}
