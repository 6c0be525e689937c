using System.Data.Common;
using GrpcExp.Warehouse.Dialects;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.Warehouse;

/// <summary>
/// The database that holds raw events and the models built from them. Safe for use from many threads: every
/// operation opens its own pooled connection.
/// </summary>
public sealed class WarehouseDatabase : IAsyncDisposable
{
    private WarehouseDatabase(WarehouseDialect dialect, TimeProvider time)
    {
        Dialect = dialect;
        Time = time;
    }

    /// <summary>The engine it runs on.</summary>
    public WarehouseEngine Engine => Dialect.Engine;

    internal WarehouseDialect Dialect { get; }

    internal TimeProvider Time { get; }

    /// <summary>Opens the warehouse and brings its raw tables up to date; repeating this changes nothing.</summary>
    /// <param name="connectionString"><c>Data Source=FILE</c> for SQLite, <c>Host=…;Database=…</c> for PostgreSQL.</param>
    /// <param name="time">Clock for receipt times.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="WarehouseException">The string names no engine, or the database cannot be opened.</exception>
    public static async Task<WarehouseDatabase> OpenAsync(
        string connectionString,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        var dialect = CreateDialect(connectionString);
        try
        {
            await SchemaMigrator.MigrateAsync(dialect, cancellationToken).ConfigureAwait(false);
            return new WarehouseDatabase(dialect, time);
        }
        catch (DbException exception)
        {
            await dialect.DisposeAsync().ConfigureAwait(false);
            throw new WarehouseException(
                $"The warehouse ({dialect.Description}) cannot be opened: {exception.Message} "
                + "Check that the server runs, that the database or folder exists and that this user may create tables in it.",
                exception);
        }
    }

    /// <summary>Returns when the database answers a query.</summary>
    /// <exception cref="WarehouseException">It does not.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using var scope = connection.ConfigureAwait(false);
            using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            throw new WarehouseException($"The warehouse ({Dialect.Description}) does not answer: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Dialect.DisposeAsync();

    internal Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => Dialect.ConnectAsync(cancellationToken);

    private static WarehouseDialect CreateDialect(string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            if (parts.ContainsKey("Host") || parts.ContainsKey("Server"))
            {
                return new PostgresDialect(new NpgsqlConnectionStringBuilder(connectionString));
            }

            if (parts.ContainsKey("Data Source") || parts.ContainsKey("DataSource") || parts.ContainsKey("Filename"))
            {
                return new SqliteDialect(new SqliteConnectionStringBuilder(connectionString));
            }
        }
        catch (ArgumentException exception)
        {
            throw new WarehouseException($"The warehouse connection string is malformed: {exception.Message}", exception);
        }

        throw new WarehouseException(
            "The warehouse connection string names no engine. Write \"Data Source=FILE\" for SQLite or \"Host=…;Database=…\" for PostgreSQL.");
    }
}
