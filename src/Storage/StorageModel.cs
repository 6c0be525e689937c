using Microsoft.Data.Sqlite;

namespace GrpcExp.Storage;

/// <summary>Which database to open and how to use it; validated by whoever built it.</summary>
/// <param name="Engine">The database engine.</param>
/// <param name="ConnectionString">In the engine's own driver's syntax.</param>
/// <param name="Environment">Name of the one environment that this process serves, for example <c>production</c>.</param>
public sealed record StorageModel(StorageEngine Engine, string ConnectionString, string Environment)
{
    /// <summary>How long the same request id gives the same answer. Default 24 hours.</summary>
    public TimeSpan RequestRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Largest delta that is published, in bytes; a larger change is announced without its delta. Default 256 KiB.</summary>
    public int MaxDeltaBytes { get; init; } = 256 * 1024;

    /// <summary>True writes an outbox row with each revision, for a publisher to send. Default false: nobody would empty it.</summary>
    public bool KeepsOutbox { get; init; }

    /// <summary>A SQLite file; made when missing.</summary>
    public static StorageModel InFile(string path, string environment) =>
        new(StorageEngine.Sqlite, new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString, environment);

    /// <summary>A PostgreSQL database; it must exist.</summary>
    public static StorageModel OnServer(string connectionString, string environment) =>
        new(StorageEngine.Postgres, connectionString, environment);
}
