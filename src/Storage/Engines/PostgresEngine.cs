using System.Data;
using System.Data.Common;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GrpcExp.Storage.Engines;

/// <summary>PostgreSQL: the environment's row is locked FOR UPDATE, so writers of all replicas queue up.</summary>
internal sealed class PostgresEngine(string connectionString) : StoreEngine
{
    /// <summary>Any number of our own that no other lock of the database has.</summary>
    private const long MigrationLock = 0x6772_7063_6578_7001;

    public override string Description
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL database '{parts.Database}' on {parts.Host}:{parts.Port}";
        }
    }

    public override DbDataSource OpenScheduler(int connections) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = connections, MinPoolSize = 0, ApplicationName = "grpcexp scheduler" });

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

    public override async Task MigrateAsync(ControlDbContext context, CancellationToken cancellationToken)
    {
        // EF Core decides what is missing before it locks, so replicas that start together on a new database would both make the tables.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlAsync($"select pg_advisory_lock({MigrationLock})", cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            await context.Database.ExecuteSqlAsync($"select pg_advisory_unlock({MigrationLock})", CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            // A lock that is still held after a failure ends with the connection, which goes back to the pool and is reset there.
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    public override Task<IDbContextTransaction> BeginReadAsync(ControlDbContext context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public override async Task<(IDbContextTransaction Transaction, EnvironmentRow? Head)> BeginWriteAsync(
        ControlDbContext context,
        string environment,
        CancellationToken cancellationToken)
    {
        // Read committed: the statements after the lock see whatever the writer before has committed.
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        var heads = await context.Environments
            .FromSql($"select * from environments where name = {environment} for update")
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return (transaction, heads.SingleOrDefault());
    }
}
