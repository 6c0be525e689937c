using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>SQLite: no schemas (names are prefixed), one writer at a time, instants as texts of one width.</summary>
internal sealed partial class SqliteDialect : WarehouseDialect
{
    private const int BusyTimeoutSeconds = 120;

    private readonly string connectionString;

    public SqliteDialect(SqliteConnectionStringBuilder settings)
    {
        if (settings.Mode == SqliteOpenMode.Memory || settings.DataSource is ":memory:" or "")
        {
            throw new WarehouseException(
                $"The warehouse cannot live in memory (Data Source={settings.DataSource}): each operation opens its own connection. Name a file.");
        }

        settings.DefaultTimeout = Math.Max(settings.DefaultTimeout, BusyTimeoutSeconds);
        Description = $"SQLite file {settings.DataSource}";
        connectionString = settings.ConnectionString;
    }

    public override WarehouseEngine Engine => WarehouseEngine.Sqlite;

    public override string Description { get; }

    public override string Name => "sqlite";

    public override string Table(string schema, string name) => $"{schema}_{name}";

    public override string Model(string name) => name;

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            // WAL lets readers go on while a build writes; FULL makes a commit survive a power cut.
            await connection.ExecuteAsync(
                null,
                "pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -65536;",
                cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task<DbTransaction> BeginWriteAsync(DbConnection connection, WriteScope scope, CancellationToken cancellationToken)
    {
        // Immediate: taking the write lock up front cannot deadlock halfway.
        return Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));
    }

    public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override object Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public override object Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override Task EnsureDaysAsync(string table, IReadOnlyCollection<DateOnly> days, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override async Task<long> NextBatchAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        (long)(await connection.ScalarAsync(transaction, "insert into raw_batch_ids default values returning batch_id", cancellationToken).ConfigureAwait(false))!;

    public override Task<StoredCounts> InsertEventsAsync<T>(
        DbConnection connection,
        DbTransaction transaction,
        EventTable<T> table,
        IReadOnlyList<T> rows,
        DateTimeOffset receivedAt,
        long batchId,
        CancellationToken cancellationToken)
    {
        using var command = ((SqliteConnection)connection).CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        var names = table.Columns.Select(column => column.Name).Append("batch_id").Append("day").Append("received_at").ToArray();
        command.CommandText =
            $"insert into {Table("raw", table.Name)} ({string.Join(", ", names)}) "
            + $"values ({string.Join(", ", names.Select(name => "$" + name))}) on conflict do nothing";
        var parameters = names.Select(name => command.Parameters.Add(new SqliteParameter { ParameterName = "$" + name })).ToArray();
        parameters[^1].Value = Instant(receivedAt);
        parameters[^3].Value = batchId;
        command.Prepare();

        var stored = new Dictionary<string, int>();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                parameters[i].Value = table.Columns[i].Value(row) switch
                {
                    null => DBNull.Value,
                    DateTimeOffset instant => Instant(instant),
                    var value => value,
                };
            }

            parameters[^2].Value = Day(table.Day(row));
            if (command.ExecuteNonQuery() > 0)
            {
                var group = table.Group(row);
                stored[group] = stored.GetValueOrDefault(group) + 1;
            }
        }

        return Task.FromResult(new StoredCounts(stored));
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
