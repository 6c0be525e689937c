using System.Data;
using System.Data.Common;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// Where one build happens, unseen by readers until <see cref="CommitAsync"/>. Holds the lock that keeps other builds waiting
/// and one state of the raw tables.
/// </summary>
internal abstract class BuildSpace : IAsyncDisposable
{
    private readonly System.Threading.Channels.Channel<BuildLane> lanes = System.Threading.Channels.Channel.CreateUnbounded<BuildLane>();

    /// <summary>Steps that can run at once.</summary>
    public abstract int LaneCount { get; }

    /// <summary>Statements that a model sliced by key is cut into; 1 where nothing is gained by it.</summary>
    public abstract int SliceCount { get; }

    /// <summary>Newest batch of raw rows that the build may read; all up to it are committed.</summary>
    public long BatchId { get; protected init; }

    /// <summary>Connection on which the state of the raw tables was taken, and its transaction.</summary>
    public abstract BuildLane Main { get; }

    /// <summary>True on a server that spreads tables over workers.</summary>
    public bool IsDistributed { get; protected init; }

    /// <summary>Spreads a table that has just been made over the workers of the server; does nothing where there are none.</summary>
    /// <param name="lane">Lane that made it.</param>
    /// <param name="relation">The table as it is being built.</param>
    /// <param name="distribution">How it is stated to lie; null leaves it where it is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task DistributeAsync(BuildLane lane, string relation, Distribution? distribution, CancellationToken cancellationToken) => IsDistributed && distribution is not null
        ? lane.Connection.ScalarAsync(lane.Transaction, CitusStatements.Distribute(relation, distribution), cancellationToken)
        : Task.CompletedTask;

    /// <summary>Runs an action on a free lane; waits for one.</summary>
    public async Task<T> OnLaneAsync<T>(Func<BuildLane, Task<T>> action, CancellationToken cancellationToken)
    {
        var lane = await lanes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await (LaneClock.Current is { } clock ? clock.CountAsync(() => action(lane)) : action(lane)).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (lane.Connection.State != ConnectionState.Open)
        {
            // What is asked of a lane after its connection broke fails in another way than the statement that broke it.
            throw new BuildFailedException("The connection to the database was lost; build again when the server is back.", exception);
        }
        finally
        {
            lanes.Writer.TryWrite(lane);
        }
    }

    /// <summary>Runs a statement that must read the raw tables as of the beginning of the build.</summary>
    public abstract Task ExecuteOnSnapshotAsync(BuildLane lane, string sql, CancellationToken cancellationToken);

    /// <summary>Puts the built relations where readers look, lets the caller write its journal, and commits both at once.</summary>
    public abstract Task CommitAsync(IReadOnlyList<BuiltModel> models, Func<DbConnection, DbTransaction, Task> journal, CancellationToken cancellationToken);

    /// <summary>Gives the build up and lets the caller write its journal in a transaction of its own.</summary>
    public abstract Task AbandonAsync(Func<DbConnection, DbTransaction, Task> journal);

    public abstract ValueTask DisposeAsync();

    protected void Offer(BuildLane lane) => lanes.Writer.TryWrite(lane);
}
