using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>A build on SQLite: one connection, one transaction, relations made in place and unseen until it commits.</summary>
internal sealed class SqliteBuildSpace : BuildSpace
{
    private readonly DbConnection connection;
    private DbTransaction? transaction;

    private SqliteBuildSpace(DbConnection connection, DbTransaction transaction, long batchId)
    {
        this.connection = connection;
        this.transaction = transaction;
        BatchId = batchId;
        Offer(Main);
    }

    public override int LaneCount => 1;

    public override int SliceCount => 1;

    public override BuildLane Main => new(connection, transaction);

    public static async Task<SqliteBuildSpace> OpenAsync(SqliteDialect dialect, CancellationToken cancellationToken)
    {
        var connection = await dialect.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Nobody else can write while this transaction lasts, so the newest batch is whole.
            var transaction = await dialect.BeginWriteAsync(connection, WriteScope.Build, cancellationToken).ConfigureAwait(false);
            var newest = await connection.ScalarAsync(transaction, "select coalesce(max(batch_id), 0) from raw_batch_ids", cancellationToken).ConfigureAwait(false);
            return new SqliteBuildSpace(connection, transaction, Convert.ToInt64(newest, CultureInfo.InvariantCulture));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task ExecuteOnSnapshotAsync(BuildLane lane, string sql, CancellationToken cancellationToken) =>
        lane.Connection.ExecuteAsync(lane.Transaction, sql, cancellationToken);

    public override async Task CommitAsync(IReadOnlyList<BuiltModel> models, Func<DbConnection, DbTransaction, Task> journal, CancellationToken cancellationToken)
    {
        await journal(connection, transaction!).ConfigureAwait(false);
        await transaction!.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task AbandonAsync(Func<DbConnection, DbTransaction, Task> journal)
    {
        await transaction!.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        await transaction.DisposeAsync().ConfigureAwait(false);
        transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await journal(connection, transaction).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (transaction is not null)
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
