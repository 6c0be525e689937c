using Npgsql;
using NpgsqlTypes;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Sends a small batch as one array a column, within the statement that stores it: no staging table, no second round trip.</summary>
internal static class PostgresArrays
{
    /// <summary>Adds a parameter a column, then those of day and received_at.</summary>
    /// <returns>The parameters' names as the arguments of unnest.</returns>
    public static string Add<T>(
        NpgsqlParameterCollection parameters, EventTable<T> table, IReadOnlyList<T> rows, Func<object?, object?> toValue, DateTime receivedAt)
    {
        foreach (var column in table.Columns)
        {
            Add(parameters, column.Type, ToArray(column.Type, rows.Select(row => toValue(column.Value(row)))));
        }

        Add(parameters, NpgsqlDbType.Date, rows.Select(table.Day).ToArray());
        Add(parameters, NpgsqlDbType.Timestamp, Enumerable.Repeat(receivedAt, rows.Count).ToArray());
        return string.Join(", ", Enumerable.Range(0, parameters.Count).Select(i => $"@c{i}"));
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, Array values) =>
        parameters.Add(new NpgsqlParameter($"c{parameters.Count}", NpgsqlDbType.Array | type) { Value = values });

    private static Array ToArray(NpgsqlDbType type, IEnumerable<object?> values) => type switch
    {
        NpgsqlDbType.Text or NpgsqlDbType.Jsonb => values.Cast<string?>().ToArray(),
        NpgsqlDbType.Integer => values.Cast<int?>().ToArray(),
        NpgsqlDbType.Double => values.Cast<double?>().ToArray(),
        NpgsqlDbType.Timestamp => values.Cast<DateTime?>().ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No column of a raw table has this type."),
    };
}
