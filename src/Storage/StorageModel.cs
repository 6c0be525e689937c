using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.Storage;

/// <summary>Which database to open and how to use it; validated by whoever built it.</summary>
/// <param name="Engine">The database engine.</param>
/// <param name="ConnectionString">In the engine's own driver's syntax.</param>
/// <param name="Environment">Name of the one environment that this process serves, for example <c>production</c>.</param>
public sealed record StorageModel(StorageEngine Engine, string ConnectionString, string Environment)
{
    /// <summary>Connections to a PostgreSQL server when none were configured.</summary>
    public const int ServerConnections = 20;

    private static readonly string[] PoolSizeNames = ["Maximum Pool Size", "MaxPoolSize"];

    /// <summary>How long the same request id gives the same answer. Default 24 hours.</summary>
    public TimeSpan RequestRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Largest delta that is published, in bytes; a larger change is announced without its delta. Default 256 KiB.</summary>
    public int MaxDeltaBytes { get; init; } = 256 * 1024;

    /// <summary>True writes an outbox row with each revision, for a publisher to send. Default false: nobody would empty it.</summary>
    public bool KeepsOutbox { get; init; }

    /// <summary>
    /// PostgreSQL only: the login that owns the tables, used at start to bring them up to date and for nothing else. Default null:
    /// the login of <see cref="ConnectionString"/> owns them, and could take the guard of the audit log away.
    /// </summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>A SQLite file; made when missing.</summary>
    public static StorageModel InFile(string path, string environment) =>
        new(StorageEngine.Sqlite, new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString, environment);

    /// <summary>
    /// A PostgreSQL database; it must exist. Unless the connection string says otherwise, it takes at most
    /// <see cref="ServerConnections"/> connections, so that some replicas fit a server's default of 100.
    /// </summary>
    /// <exception cref="ArgumentException">The connection string is malformed or names no host.</exception>
    public static StorageModel OnServer(string connectionString, string environment)
    {
        if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host))
        {
            throw new ArgumentException("It names no host.", nameof(connectionString));
        }

        return new StorageModel(StorageEngine.Postgres, WithConnections(connectionString, ServerConnections), environment);
    }

    /// <summary>The same connection string with at most so many connections, unless it says itself how many.</summary>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static string WithConnections(string connectionString, int connections)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);

        // The builder reports defaults as if they were given, so the text itself is asked.
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!PoolSizeNames.Any(given.ContainsKey))
        {
            builder.MaxPoolSize = connections;
        }

        return builder.ConnectionString;
    }
}
