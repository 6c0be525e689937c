using System.Security.Cryptography;
using System.Text;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Tells whether the days of the published build were made by the same models, vars and definitions.</summary>
internal static class BuildFingerprint
{
    private static readonly string[] Queries =
    [
        "select experiment_key, started_at, ended_at from {0} order by 1|experiments",
        "select experiment_key, variant from {0} order by 1, 2|experiment_variants",
        "select experiment_key, metric_key, role, pinned_version from {0} order by 1, 2, 3|experiment_metrics",
        "select * from {0} order by 1, 2|metric_definitions",
    ];

    /// <summary>A hash, in hex digits.</summary>
    public static async Task<string> ReadAsync(
        WarehouseDialect dialect,
        BuildLane lane,
        ModelProject project,
        IReadOnlyDictionary<string, string> vars,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
        foreach (var model in project.Models.Values.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            Add(model.Name);
            Add(model.Source);
        }

        foreach (var (name, value) in project.Vars.Concat(vars).OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }

        foreach (var query in Queries.Select(query => query.Split('|')))
        {
            using var command = lane.Connection.CreateCommand();
            command.Transaction = lane.Transaction;
            command.CommandText = query[0].Replace("{0}", dialect.Table("raw", query[1]), StringComparison.Ordinal);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    Add(Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture) ?? "");
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
