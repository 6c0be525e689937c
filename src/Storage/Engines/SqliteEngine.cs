using System.Data.Common;
using GrpcExp.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace GrpcExp.Storage.Engines;

/// <summary>SQLite: BEGIN IMMEDIATE locks the file for writing; WAL lets readers go on.</summary>
internal sealed class SqliteEngine(string connectionString) : StoreEngine
{
    public override string Description => $"SQLite file '{new SqliteConnectionStringBuilder(connectionString).DataSource}'";

    public override void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite(connectionString).AddInterceptors(new Pragmas());

    public override async Task<IDbContextTransaction> BeginReadAsync(ControlDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        var transaction = connection.BeginTransaction(deferred: true);
        return (await context.Database.UseTransactionAsync(transaction, cancellationToken).ConfigureAwait(false))!;
    }

    public override async Task<(IDbContextTransaction Transaction, EnvironmentRow? Head)> BeginWriteAsync(
        ControlDbContext context,
        string environment,
        CancellationToken cancellationToken)
    {
        // Any isolation level but ReadUncommitted is BEGIN IMMEDIATE in this driver.
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var heads = await context.Environments
            .Where(row => row.Name == environment)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return (transaction, heads.SingleOrDefault());
    }

    /// <summary>
    /// synchronous = FULL, because in WAL mode NORMAL may lose the last commits when the power fails, and OK means
    /// durable. Each write replaces the whole snapshot, hence the seldom checkpoint (4,000 pages, 16 MiB). The time-out is SQLite's own: the driver's waits 150 ms between attempts.
    /// </summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql = "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
