using System.Data.Common;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GrpcExp.Storage.Engines;

/// <summary>What differs between the database engines.</summary>
internal abstract class StoreEngine
{
    /// <summary>Names the database for a person, without secrets.</summary>
    public abstract string Description { get; }

    public static StoreEngine Of(StorageModel model) => model.Engine switch
    {
        StorageEngine.Sqlite => new SqliteEngine(model.ConnectionString),
        StorageEngine.Postgres => new PostgresEngine(model.ConnectionString, model.OwnerConnectionString),
        _ => throw new ArgumentOutOfRangeException(nameof(model), model.Engine, "No such engine."),
    };

    /// <summary>Connections for a scheduler that replicas share; null where there are no replicas.</summary>
    public virtual DbDataSource? OpenScheduler(int connections) => null;

    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Brings the tables up to date; several processes may do so at once.</summary>
    public virtual async Task MigrateAsync(ControlDbContext context, CancellationToken cancellationToken)
    {
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Any())
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Begins a transaction whose reads all see one state.</summary>
    public abstract Task<IDbContextTransaction> BeginReadAsync(ControlDbContext context, CancellationToken cancellationToken);

    /// <summary>Begins a transaction and locks the environment's row until it ends. The row is tracked; null when there is none.</summary>
    public abstract Task<(IDbContextTransaction Transaction, EnvironmentRow? Head)> BeginWriteAsync(
        ControlDbContext context,
        string environment,
        CancellationToken cancellationToken);
}
