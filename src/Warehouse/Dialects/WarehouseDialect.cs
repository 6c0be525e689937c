using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects;

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

    /// <summary>The name of a published model.</summary>
    public abstract string Model(string name);

    /// <summary>The name of a model while it is being built.</summary>
    public abstract string UnpublishedModel(string name);

    /// <summary>The published form of a model while the next one is being built; null where it is overwritten at once.</summary>
    public abstract string? PublishedDuringBuild(string name);

    /// <summary>Makes the days of a model that is kept by day, through the query of each day.</summary>
    /// <param name="space">The build.</param>
    /// <param name="model">Model name.</param>
    /// <param name="grain">Columns to index by where the engine needs it.</param>
    /// <param name="distribution">How its tables lie on the workers of a distributed server.</param>
    /// <param name="empty">Query with the model's columns; its rows are not used.</param>
    /// <param name="indexBy">Column by which parts are read; null for none.</param>
    /// <param name="days">All days, and whether each must be made; the others stay as published.</param>
    /// <param name="query">Query of one day.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public abstract Task MakeDaysAsync(
        BuildSpace space,
        string model,
        IReadOnlyList<string> grain,
        Distribution? distribution,
        string empty,
        string? indexBy,
        IReadOnlyList<(DateOnly Day, bool IsNew)> days,
        Func<DateOnly, string> query,
        CancellationToken cancellationToken);

    /// <summary>dbt's <c>dateadd</c>: an instant moved by an integer expression of day, hour, minute or second.</summary>
    public abstract string DateAdd(string part, string interval, string instant);

    /// <summary>dbt's <c>datediff</c>: boundaries of day, hour, minute or second crossed from the first to the second instant.</summary>
    public abstract string DateDiff(string first, string second, string part);

    /// <summary>dbt's <c>date_trunc</c>: the start of the month, week (Monday), day, hour, minute or second of an instant.</summary>
    public abstract string DateTrunc(string part, string instant);

    /// <summary>The number that a JSON object's member holds; null when it is absent or no number.</summary>
    public abstract string JsonNumber(string json, string member);

    /// <summary>The text that a JSON object's member holds, a number or truth value as written; null when it is absent or null.</summary>
    public abstract string JsonText(string json, string member);

    /// <summary>A table expression with the texts of a JSON array in column <c>value</c> under a name.</summary>
    public abstract string JsonElements(string json, string name);

    /// <summary>Milliseconds from 1970-01-01 UTC to an instant, an integer.</summary>
    public abstract string EpochMilliseconds(string instant);

    /// <summary>A sum in a fixed order, over a subquery that is ordered by the group and then by these columns.</summary>
    public abstract string OrderedSum(string expression, string order);

    /// <summary>A condition that keeps one slice of the rows, by the hash of a key; true where models are not sliced.</summary>
    public abstract string KeySlice(string column, int slice, int sliceCount);

    /// <summary>A UTC day as a literal of the type that raw tables hold it in.</summary>
    public abstract string DayLiteral(DateOnly day);

    /// <summary>Waits for other builds to end and begins one.</summary>
    /// <param name="laneCount">Steps to run at once where the engine allows.</param>
    /// <param name="sliceFromBytes">Bytes of raw rows from which on large models are made in slices, where the engine makes any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task<BuildSpace> BeginBuildAsync(int laneCount, long sliceFromBytes, CancellationToken cancellationToken);

    /// <summary>Makes the name of a model free for building.</summary>
    public abstract Task ClearModelAsync(DbConnection connection, DbTransaction? transaction, string model, CancellationToken cancellationToken);

    /// <summary>Creates a table, empty, for rows that C# computes.</summary>
    public abstract Task CreateTableAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<ComputedColumn> columns,
        CancellationToken cancellationToken);

    /// <summary>Appends rows that C# has computed to such a table, each read when it is sent.</summary>
    /// <returns>How many rows.</returns>
    public abstract Task<long> AppendAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<ComputedColumn> columns,
        IEnumerable<object?[]> rows,
        CancellationToken cancellationToken);

    /// <summary>Called when a table has been filled, so that the planner can join it well.</summary>
    public abstract Task FilledAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<string> grain,
        string? indexBy,
        CancellationToken cancellationToken);

    /// <summary>Columns of a published table in order; empty when it does not exist.</summary>
    public abstract Task<IReadOnlyList<string>> PublishedColumnsAsync(DbConnection connection, DbTransaction? transaction, string model, CancellationToken cancellationToken);

    /// <summary>An open connection, set up for the warehouse.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that may write; at most one process migrates or builds at a time.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, WriteScope scope, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that sees one state of the database and never waits for a build.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>An instant as the engine's parameter value: UTC, to the millisecond.</summary>
    public abstract object Instant(DateTimeOffset instant);

    /// <summary>A UTC day as the engine's parameter value.</summary>
    public abstract object Day(DateOnly day);

    /// <summary>
    /// Numbers a batch within its transaction. No build looks for new rows between the number and the commit, so every
    /// batch up to the newest that a build sees is there in full.
    /// </summary>
    public abstract Task<long> NextBatchAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Bulk-inserts events that are not stored yet.</summary>
    public abstract Task<StoredCounts> InsertEventsAsync<T>(
        DbConnection connection,
        DbTransaction transaction,
        EventTable<T> table,
        IReadOnlyList<T> rows,
        DateTimeOffset receivedAt,
        long batchId,
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

    protected static WarehouseException UnknownPart(string part) =>
        new($"\"{part}\" is no date part that models may use; write day, hour, minute or second, and in date_trunc also week or month.");
}
