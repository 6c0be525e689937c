using System.Data.Common;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Short forms for statements with positional parameters ($1 … on both engines).</summary>
internal static class DbConnectionExtensions
{
    /// <summary>Rows that are inserted in one round trip.</summary>
    private const int RowsInBatch = 500;

    public static async Task<int> ExecuteAsync(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<object?> ScalarAsync(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0;
        var value = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return value is DBNull ? null : value;
    }

    /// <summary>What a query gives, each row as <paramref name="read"/> makes it.</summary>
    public static Task<IReadOnlyList<T>> RowsAsync<T>(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken) => connection.RowsAsync(transaction, sql, [], read, cancellationToken);

    /// <summary>
    /// What a query with named parameters gives, each row as <paramref name="read"/> makes it. It may take as long as it takes,
    /// unless it keeps the connection's own command timeout.
    /// </summary>
    public static async Task<IReadOnlyList<T>> RowsAsync<T>(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        IReadOnlyList<(string Name, object Value)> parameters,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        bool keepsTimeout = false)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = keepsTimeout ? command.CommandTimeout : 0;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Inserts one row per item; parameters are named p0, p1, …. Where the engine is at the end of a wire, many go at once.</summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<long> InsertAsync(
        this DbConnection connection,
        DbTransaction? transaction,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        string onConflict,
        CancellationToken cancellationToken)
    {
        var sql = $"insert into {table} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}) {onConflict}";
        var count = 0L;
        if (connection.CanCreateBatch)
        {
            foreach (var chunk in rows.Chunk(RowsInBatch))
            {
                await connection.InsertBatchAsync(transaction, sql, chunk, cancellationToken).ConfigureAwait(false);
                count += chunk.Length;
            }

            return count;
        }

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        var parameters = columns.Select((_, i) =>
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"p{i}";
            command.Parameters.Add(parameter);
            return parameter;
        }).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    private static async Task InsertBatchAsync(
        this DbConnection connection, DbTransaction? transaction, string sql, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = 0;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            for (var i = 0; i < row.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"p{i}";
                parameter.Value = row[i] ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
