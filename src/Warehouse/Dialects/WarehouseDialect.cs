using System.Data.Common;
using System.Globalization;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Everything in which the engines differ. One subclass per engine.</summary>
internal abstract class WarehouseDialect : IAsyncDisposable
{
    public abstract WarehouseEngine Engine { get; }

    /// <summary>Where the warehouse is, without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>Folder of the embedded schema files, and the name models see as <c>target.type</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The name by which SQL refers to a table of a schema, for example raw.events or raw_events.</summary>
    public abstract string Table(string schema, string name);

    /// <summary>The name of a built model.</summary>
    public abstract string Model(string name);

    /// <summary>An open connection, set up for the warehouse.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that may write; at most one process migrates or builds at a time.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, WriteScope scope, CancellationToken cancellationToken);

    /// <summary>An instant as the engine's parameter value: UTC, to the millisecond.</summary>
    public abstract object Instant(DateTimeOffset instant);

    /// <summary>A UTC day as the engine's parameter value.</summary>
    public abstract object Day(DateOnly day);

    /// <summary>Bulk-inserts events that are not stored yet.</summary>
    public abstract Task<StoredCounts> InsertEventsAsync<T>(
        DbConnection connection,
        DbTransaction transaction,
        EventTable<T> table,
        IReadOnlyList<T> rows,
        DateTimeOffset receivedAt,
        CancellationToken cancellationToken);

    /// <summary>Makes room for events of these days, in transactions of its own.</summary>
    public abstract Task EnsureDaysAsync(string table, IReadOnlyCollection<DateOnly> days, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Reads an instant that <see cref="Instant"/> wrote.</summary>
    public static DateTimeOffset ReadInstant(object value) => value switch
    {
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        _ => throw new InvalidCastException($"A {value.GetType().Name} is no instant."),
    };

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
