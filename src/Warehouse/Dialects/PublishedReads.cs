using System.Data.Common;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Reads the last published build.</summary>
internal static class PublishedReads
{
    /// <summary>What a query on published models gives, each row as <paramref name="read"/> makes it; nothing before the first build.</summary>
    /// <param name="database">The warehouse.</param>
    /// <param name="model">A table that is there once a build was published; not a view.</param>
    /// <param name="queryOn">The query, by the columns that the table has.</param>
    /// <param name="parameters">Named parameters of the query.</param>
    /// <param name="read">Makes a row.</param>
    /// <param name="keepsTimeout">True gives up after the connection's own command timeout; false waits as long as it takes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<T>> PublishedRowsAsync<T>(
        this WarehouseDatabase database,
        string model,
        Func<IReadOnlyList<string>, string> queryOn,
        IReadOnlyList<(string Name, object Value)> parameters,
        Func<DbDataReader, T> read,
        bool keepsTimeout,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await database.Dialect.BeginReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var columns = await database.Dialect.PublishedColumnsAsync(connection, transaction, model, cancellationToken).ConfigureAwait(false);
        return columns.Count == 0
            ? []
            : await connection.RowsAsync(transaction, queryOn(columns), parameters, read, cancellationToken, keepsTimeout).ConfigureAwait(false);
    }
}
