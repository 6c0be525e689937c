using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Tells whether the days of the published build were made by the same models, vars and definitions.</summary>
internal static class BuildFingerprint
{
    /// <summary>What of the definitions the days depend on, by table, with the columns that tell rows apart first.</summary>
    private static readonly (string Table, string Columns, string Order)[] Definitions =
    [
        ("experiments", "experiment_key, started_at, ended_at", "1"),
        ("experiment_variants", "experiment_key, variant", "1, 2"),
        ("experiment_metrics", "experiment_key, metric_key, role, pinned_version", "1, 2, 3"),
        ("metric_definitions", "*", "1, 2"),
        ("metric_filters", "*", "1, 2, 3, 4"),
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

        foreach (var macro in project.Macros.Values.OrderBy(macro => macro.Name, StringComparer.Ordinal))
        {
            Add(macro.Name);
            Add(macro.Source);
        }

        foreach (var (name, value) in project.Vars.Concat(vars).OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }

        foreach (var (table, columns, order) in Definitions)
        {
            var rows = await lane.Connection.RowsAsync(
                lane.Transaction,
                $"select {columns} from {dialect.Table("raw", table)} order by {order}",
                row => string.Join('\0', Enumerable.Range(0, row.FieldCount).Select(i => Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))),
                cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                Add(row);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
