using System.Data;
using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>
/// A build on PostgreSQL: several connections make relations in a schema of their own, each statement on its own; one
/// transaction at the end puts them where readers look.
/// </summary>
internal sealed class PostgresBuildSpace : BuildSpace
{
    private const string BuildSchema = PostgresDialect.BuildSchema;

    // Sorts and hash tables of one slice of a large model fit; slices × lanes bound what a build takes. Models join in the order they are
    // written: their authors know what is large, while the planner, misjudging one column, has multiplied events by windows.
    private const string LaneSettings =
        """
        set client_min_messages = warning;
        set jit = off;
        set join_collapse_limit = 1;
        set work_mem = '192MB';
        set maintenance_work_mem = '128MB';
        set max_parallel_workers_per_gather = 0;
        set synchronous_commit = off;
        """;

    private readonly DbConnection main;
    private readonly List<DbConnection> connections = [];
    private readonly string snapshot;
    private DbTransaction? transaction;

    private PostgresBuildSpace(DbConnection main, DbTransaction transaction, string snapshot, long batchId, int laneCount, int sliceCount, bool isDistributed)
    {
        this.main = main;
        this.transaction = transaction;
        this.snapshot = snapshot;
        BatchId = batchId;
        LaneCount = laneCount;
        SliceCount = sliceCount;
        IsDistributed = isDistributed;
    }

    public override int LaneCount { get; }

    public override int SliceCount { get; }

    public override BuildLane Main => new(main, transaction);

    /// <summary>Waits for its turn, then takes the state of the raw tables.</summary>
    public static async Task<PostgresBuildSpace> OpenAsync(PostgresDialect dialect, int laneCount, long sliceFromBytes, CancellationToken cancellationToken)
    {
        var main = await dialect.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await main.ExecuteAsync(null, $"select pg_advisory_lock({PostgresDialect.LockKey(WriteScope.Build)})", cancellationToken).ConfigureAwait(false);

            // Batches number themselves under the shared form of this lock, so none is halfway now.
            var ingest = PostgresDialect.LockKey(WriteScope.Ingest);
            await main.ExecuteAsync(null, $"select pg_advisory_lock({ingest})", cancellationToken).ConfigureAwait(false);
            var newest = await main.ScalarAsync(null, "select case when is_called then last_value else 0 end from raw.batch_ids", cancellationToken).ConfigureAwait(false);
            await main.ExecuteAsync(null, $"select pg_advisory_unlock({ingest})", cancellationToken).ConfigureAwait(false);

            var rawBytes = Convert.ToInt64(
                await main.ScalarAsync(null, "select coalesce(sum(pg_relation_size(oid)), 0) from pg_class where relnamespace = 'raw'::regnamespace and relkind = 'r'", cancellationToken)
                    .ConfigureAwait(false),
                CultureInfo.InvariantCulture);
            var isLarge = rawBytes >= sliceFromBytes;
            if (isLarge)
            {
                await RawStatistics.TakeAsync(main, cancellationToken).ConfigureAwait(false);
            }

            var transaction = await main.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            var snapshot = (string)(await main.ScalarAsync(transaction, "select pg_export_snapshot()", cancellationToken).ConfigureAwait(false))!;
            var isDistributed = await main.ScalarAsync(transaction, CitusStatements.IsThere, cancellationToken).ConfigureAwait(false) is true;
            var space = new PostgresBuildSpace(
                main, transaction, snapshot, Convert.ToInt64(newest, CultureInfo.InvariantCulture), laneCount, isLarge ? SlicesFor(laneCount) : 1, isDistributed);
            await space.OpenLanesAsync(dialect, cancellationToken).ConfigureAwait(false);
            return space;
        }
        catch
        {
            await ReleaseAsync(main).ConfigureAwait(false);
            throw;
        }
    }

    public override async Task ExecuteOnSnapshotAsync(BuildLane lane, string sql, CancellationToken cancellationToken)
    {
        await using var reading = await lane.Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await lane.Connection.ExecuteAsync(reading, $"set transaction snapshot '{snapshot}'", cancellationToken).ConfigureAwait(false);
        await lane.Connection.ExecuteAsync(reading, sql, cancellationToken).ConfigureAwait(false);
        await reading.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Readers are locked out only from the first drop to the commit that follows at once. Views of analysts on a model go with it, as in dbt.
    public override async Task CommitAsync(IReadOnlyList<BuiltModel> models, Func<DbConnection, DbTransaction, Task> journal, CancellationToken cancellationToken)
    {
        await EndSnapshotAsync().ConfigureAwait(false);
        await using var publishing = await main.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await main.ExecuteAsync(publishing, "set local client_min_messages = warning", cancellationToken).ConfigureAwait(false);
        var statements = await PostgresPublishing.ReplaceAsync(main, publishing, models, cancellationToken).ConfigureAwait(false);
        foreach (var statement in statements)
        {
            await main.ExecuteAsync(publishing, statement, cancellationToken).ConfigureAwait(false);
        }

        await main.ExecuteAsync(publishing, $"drop schema {BuildSchema} cascade", cancellationToken).ConfigureAwait(false);
        await journal(main, publishing).ConfigureAwait(false);
        await publishing.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task AbandonAsync(Func<DbConnection, DbTransaction, Task> journal)
    {
        await EndSnapshotAsync().ConfigureAwait(false);
        await using var writing = await main.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await main.ExecuteAsync(writing, $"set local client_min_messages = warning; drop schema if exists {BuildSchema} cascade", CancellationToken.None).ConfigureAwait(false);
        await journal(main, writing).ConfigureAwait(false);
        await writing.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await EndSnapshotAsync().ConfigureAwait(false);
        await ReleaseAsync(main).ConfigureAwait(false);
    }

    // A power of two, as slices are told by bits of a hash; every slice reads what it is cut from, so no more than keep the lanes busy.
    private static int SlicesFor(int laneCount) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, laneCount));

    private async Task OpenLanesAsync(PostgresDialect dialect, CancellationToken cancellationToken)
    {
        for (var i = 0; i < LaneCount; i++)
        {
            var connection = await dialect.ConnectAsync(cancellationToken).ConfigureAwait(false);
            connections.Add(connection);
            await connection.ExecuteAsync(null, LaneSettings, cancellationToken).ConfigureAwait(false);
            Offer(new BuildLane(connection, null));
        }

        await connections[0].ExecuteAsync(null, $"drop schema if exists {BuildSchema} cascade; create schema {BuildSchema}", cancellationToken).ConfigureAwait(false);
    }

    private async Task EndSnapshotAsync()
    {
        if (transaction is { } open)
        {
            transaction = null;
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The lock is given back aloud: an idle pooled connection would otherwise keep it until somebody uses it again.
    private static async Task ReleaseAsync(DbConnection main)
    {
        if (main.State == ConnectionState.Open)
        {
            await main.ExecuteAsync(null, "select pg_advisory_unlock_all()", CancellationToken.None).ConfigureAwait(false);
        }

        await main.DisposeAsync().ConfigureAwait(false);
    }
}
