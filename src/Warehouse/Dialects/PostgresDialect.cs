using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>PostgreSQL: schemas, day partitions, COPY for bulk.</summary>
internal sealed partial class PostgresDialect : WarehouseDialect
{
    /// <summary>Up to so many rows an array a column is quicker than a staging table; beyond, COPY is.</summary>
    private const int RowsInArrays = 1_000;

    /// <summary>Days either side of now that get a partition of their own; all others share one.</summary>
    private const int PartitionedDaysBack = 400;

    private const int PartitionedDaysAhead = 2;

    private readonly NpgsqlDataSource dataSource;
    private readonly ConcurrentDictionary<(string Table, DateOnly Day), bool> partitions = new();

    public PostgresDialect(NpgsqlConnectionStringBuilder settings)
    {
        settings.Timezone = "UTC";
        settings.ApplicationName ??= "grpcexp-warehouse";
        Description = $"PostgreSQL database {settings.Database} on {settings.Host}";
        dataSource = NpgsqlDataSource.Create(settings);
    }

    public override WarehouseEngine Engine => WarehouseEngine.Postgres;

    public override string Description { get; }

    public override string Name => "postgres";

    public override string Table(string schema, string name) => $"{schema}.{name}";

    public override string Model(string name) => $"warehouse.{name}";

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, WriteScope scope, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (scope is WriteScope.Define or WriteScope.Migrate)
        {
            await connection.ExecuteAsync(transaction, $"select pg_advisory_xact_lock({LockKey(scope)})", cancellationToken).ConfigureAwait(false);
        }

        return transaction;
    }

    public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

    // Unspecified kind: the columns are timestamps without a zone and hold UTC.
    public override object Instant(DateTimeOffset instant) =>
        new DateTime(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), DateTimeKind.Unspecified);

    public override object Day(DateOnly day) => day;

    public override async Task EnsureDaysAsync(string table, IReadOnlyCollection<DateOnly> days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var missing = days
            .Where(day => day >= today.AddDays(-PartitionedDaysBack) && day <= today.AddDays(PartitionedDaysAhead))
            .Where(day => !partitions.ContainsKey((table, day)))
            .Order()
            .ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await BeginWriteAsync(connection, WriteScope.Migrate, cancellationToken).ConfigureAwait(false);
        var statements = missing.Select(day => string.Create(
            CultureInfo.InvariantCulture,
            $"create table if not exists raw.{table}_{day:yyyyMMdd} partition of raw.{table} for values from ('{day:yyyy-MM-dd}') to ('{day.AddDays(1):yyyy-MM-dd}');"));
        await connection.ExecuteAsync(transaction, string.Join('\n', statements), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var day in missing)
        {
            partitions[(table, day)] = true;
        }
    }

    public override async Task<long> NextBatchAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(transaction, $"select pg_advisory_xact_lock_shared({LockKey(WriteScope.Ingest)})", cancellationToken).ConfigureAwait(false);
        return (long)(await connection.ScalarAsync(transaction, "select nextval('raw.batch_ids')", cancellationToken).ConfigureAwait(false))!;
    }

    public override async Task<StoredCounts> InsertEventsAsync<T>(
        DbConnection connection,
        DbTransaction transaction,
        EventTable<T> table,
        IReadOnlyList<T> rows,
        DateTimeOffset receivedAt,
        long batchId,
        CancellationToken cancellationToken)
    {
        var names = string.Join(", ", table.Columns.Select(column => column.Name).Append("day").Append("received_at"));
        await using var command = ((NpgsqlConnection)connection).CreateCommand();
        var source = "incoming";
        if (rows.Count <= RowsInArrays)
        {
            source = $"unnest({PostgresArrays.Add(command.Parameters, table, rows, Value, (DateTime)Instant(receivedAt))}) as incoming ({names})";
        }
        else
        {
            await connection.ExecuteAsync(
                transaction,
                $"create temp table incoming (like raw.{table.Name} including defaults) on commit drop",
                cancellationToken).ConfigureAwait(false);
            await CopyAsync((NpgsqlConnection)connection, $"copy incoming ({names}) from stdin (format binary)", table, rows, Instant(receivedAt), cancellationToken)
                .ConfigureAwait(false);
        }

        var group = table.GroupColumn ?? "''";
        if (rows.Count > RowsInArrays && await TryInsertNewAsync(connection, (NpgsqlTransaction)transaction, table.Name, names, batchId, group, cancellationToken).ConfigureAwait(false)
            is { } all)
        {
            return all;
        }

        // Sorted by key: two batches that share events then wait for each other instead of deadlocking.
        command.Transaction = (NpgsqlTransaction)transaction;
        command.CommandText = Insert(table.Name, names, batchId, source, group, "on conflict do nothing");
        return await ReadCountsAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Nearly all bulk batches are new as a whole. Without a conflict clause each row needs one look into the index in place of
    /// two; a batch with a known event is taken back and goes the way that bears it.
    /// </summary>
    /// <returns>What was stored; null when a row was known.</returns>
    private static async Task<StoredCounts?> TryInsertNewAsync(
        DbConnection connection, NpgsqlTransaction transaction, string table, string names, long batchId, string group, CancellationToken cancellationToken)
    {
        const string savepoint = "whole_batch";
        await transaction.SaveAsync(savepoint, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = ((NpgsqlConnection)connection).CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Insert(table, names, batchId, "incoming", group, "");
            var stored = await ReadCountsAsync(command, cancellationToken).ConfigureAwait(false);
            await transaction.ReleaseAsync(savepoint, cancellationToken).ConfigureAwait(false);
            return stored;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync(savepoint, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private static string Insert(string table, string names, long batchId, string source, string group, string onConflict) =>
        $"""
        with stored as (
          insert into raw.{table} ({names}, batch_id)
          select {names}, {batchId.ToString(CultureInfo.InvariantCulture)} from {source} order by event_id, unit_id, day
          {onConflict}
          returning {group} as counted_by
        )
        select counted_by, count(*)::int from stored group by counted_by
        """;

    private static async Task<StoredCounts> ReadCountsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, int>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            stored[reader.GetString(0)] = reader.GetInt32(1);
        }

        return new StoredCounts(stored);
    }

    public override ValueTask DisposeAsync() => dataSource.DisposeAsync();

    private object? Value(object? value) => value is DateTimeOffset instant ? Instant(instant) : value;

    internal static long LockKey(WriteScope scope) => 0x67727063_00000000 + (int)scope;

    private async Task CopyAsync<T>(
        NpgsqlConnection connection,
        string copy,
        EventTable<T> table,
        IReadOnlyList<T> rows,
        object receivedAt,
        CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            foreach (var column in table.Columns)
            {
                await importer.WriteAsync(Value(column.Value(row)) ?? DBNull.Value, column.Type, cancellationToken).ConfigureAwait(false);
            }

            await importer.WriteAsync(table.Day(row), NpgsqlDbType.Date, cancellationToken).ConfigureAwait(false);
            await importer.WriteAsync((DateTime)receivedAt, NpgsqlDbType.Timestamp, cancellationToken).ConfigureAwait(false);
        }

        await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
