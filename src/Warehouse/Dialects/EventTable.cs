using NpgsqlTypes;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>How rows of type <typeparamref name="T"/> are laid out in their raw table.</summary>
/// <param name="Name">Table name in the raw schema.</param>
/// <param name="GroupColumn">Column by which stored rows are counted; null when rows have no experiment.</param>
/// <param name="Group">The same value of a row.</param>
/// <param name="Day">UTC day of a row.</param>
/// <param name="Columns">Columns in table order, without day and received_at.</param>
internal sealed record EventTable<T>(
    string Name,
    string? GroupColumn,
    Func<T, string> Group,
    Func<T, DateOnly> Day,
    IReadOnlyList<EventColumn<T>> Columns);

/// <summary>One column: its name, its PostgreSQL type and its value in a row (instants as DateTimeOffset).</summary>
internal sealed record EventColumn<T>(string Name, NpgsqlDbType Type, Func<T, object?> Value);
