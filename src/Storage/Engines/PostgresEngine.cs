using System.Data;
using System.Data.Common;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GrpcExp.Storage.Engines;

/// <summary>PostgreSQL: the environment's row is locked FOR UPDATE, so writers of all replicas queue up.</summary>
internal sealed class PostgresEngine(string connectionString, string? ownerConnectionString) : StoreEngine
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
        if (ownerConnectionString is null)
        {
            if ((await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Any())
            {
                await MigrateLockedAsync(context, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var options = new DbContextOptionsBuilder<ControlDbContext>();

        // Without a pool, so that nobody in this process finds a connection of the owner.
        options.UseNpgsql(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false }.ConnectionString);
        options.ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
        var owner = new ControlDbContext(options.Options);
        await using var closing = owner.ConfigureAwait(false);
        var application = await context.Database.SqlQuery<string>($"select current_user::text as \"Value\"").SingleAsync(cancellationToken).ConfigureAwait(false);
        await MigrateLockedAsync(owner, cancellationToken, () => PostgresGrants.ApplyAsync(owner, application, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task MigrateLockedAsync(ControlDbContext context, CancellationToken cancellationToken, Func<Task>? then = null)
    {
        // EF Core decides what is missing before it locks, so replicas that start together on a new database would both make the tables.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlAsync($"select pg_advisory_lock({MigrationLock})", cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            await (then?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
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
