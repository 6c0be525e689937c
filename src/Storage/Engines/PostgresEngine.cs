using System.Data;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GrpcExp.Storage.Engines;

/// <summary>PostgreSQL: the environment's row is locked FOR UPDATE, so writers of all replicas queue up.</summary>
internal sealed class PostgresEngine(string connectionString) : StoreEngine
{
    public override string Description
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL database '{parts.Database}' on {parts.Host}:{parts.Port}";
        }
    }

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

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
