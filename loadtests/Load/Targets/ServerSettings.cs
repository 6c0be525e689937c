using Npgsql;

namespace GrpcExp.Load.Targets;

/// <summary>Settings of a PostgreSQL server that matter for bulk work.</summary>
internal static class ServerSettings
{
    /// <summary>What an operator would set on a server with 2 cores and some memory. Commits stay durable.</summary>
    private static readonly (string Name, string Value)[] ForBulk =
    [
        ("max_wal_size", "8GB"), ("checkpoint_timeout", "15min"), ("wal_compression", "lz4"), ("effective_cache_size", "8GB"), ("maintenance_work_mem", "256MB"),
    ];

    private static readonly string[] Reported =
    [
        "shared_buffers", "fsync", "synchronous_commit", "full_page_writes", "max_wal_size", "checkpoint_timeout", "wal_compression", "effective_cache_size",
        "maintenance_work_mem", "max_parallel_workers_per_gather",
    ];

    /// <summary>Sets them by ALTER SYSTEM and has the server read them again. Only for a server of one's own.</summary>
    public static async Task ApplyAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(connectionString, cancellation);
        foreach (var statement in ForBulk.Select(s => $"alter system set {s.Name} = '{s.Value}'").Append("select pg_reload_conf()"))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Version and settings in one line.</summary>
    public static async Task<string> DescribeAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(connectionString, cancellation);
        var settings = new List<string> { $"PostgreSQL {connection.PostgreSqlVersion}" };
        foreach (var name in Reported)
        {
            await using var command = new NpgsqlCommand($"select current_setting('{name}')", connection);
            settings.Add($"{name} {await command.ExecuteScalarAsync(cancellation)}");
        }

        return string.Join(", ", settings);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
