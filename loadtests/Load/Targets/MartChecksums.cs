using Npgsql;

namespace GrpcExp.Load.Targets;

/// <summary>Checksums of the published marts, made by the server.</summary>
internal static class MartChecksums
{
    private static readonly string[] Prefixes = ["agg_", "dim_", "fact_", "fct_", "mart_"];

    /// <summary>By table, the MD5 over the MD5 of every row in order: equal when the rows are, in whatever order they lie.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("select table_name from information_schema.tables where table_schema = 'warehouse' order by table_name", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var sums = new Dictionary<string, string>();
        foreach (var table in tables.Where(name => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            await using var command = new NpgsqlCommand(
                $"select coalesce(md5(string_agg(row_sum, '' order by row_sum)), 'empty') from (select md5(t::text) as row_sum from warehouse.{table} as t) as sums", connection)
            {
                CommandTimeout = 0,
            };
            sums[table] = (string)(await command.ExecuteScalarAsync(cancellation))!;
        }

        return sums;
    }
}
