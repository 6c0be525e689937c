using System.Security.Cryptography;
using System.Text;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Database.Warehouse.Builds;

/// <summary>What every model of the shipped project holds, as one hash a model.</summary>
internal static class BuildChecksums
{
    public static async Task<Dictionary<string, string>> ReadAsync(Func<string, Task<string[]>> query)
    {
        var checksums = new Dictionary<string, string>();
        foreach (var model in Models().Concat(["fct_experiment_results", "fct_experiment_daily_results", "fct_experiment_scorecards", "fct_failed_data_tests"]))
        {
            var rows = await query($"select * from warehouse.{model}");
            Array.Sort(rows, StringComparer.Ordinal);
            checksums[model] = $"{rows.Length} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))}";
        }

        return checksums;
    }

    // What the journal of builds tells and what changed since the last one depend on when was built, and say so.
    private static IEnumerable<string> Models() =>
        ProjectLoader.LoadEmbedded().Models.Values.Where(model => !model.Tags.Contains("journal") && !model.Tags.Contains("changes")).Select(model => model.Name);
}
