using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Locks in the database of a control plane that stand in its way until they are released.</summary>
internal sealed class DatabaseLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private DatabaseLock(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<DatabaseLock> TakeAsync(ControlPlaneHome home, string sql)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(home.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new DatabaseLock(connection, transaction);
    }

    /// <summary>How many wait for a lock in this database.</summary>
    public Task<long> CountWaitingAsync() =>
        CountAsync("select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())");

    public Task ReleaseAsync() => _transaction.CommitAsync(TestContext.Current.CancellationToken);

    public async Task<long> CountAsync(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
