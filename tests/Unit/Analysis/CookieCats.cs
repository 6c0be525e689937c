using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Analysis;

/// <summary>The published Cookie Cats experiment (90,189 players, gate at level 30 or 40) as an analysis input.</summary>
internal static class CookieCats
{
    public static readonly Lazy<ExperimentInput> Input = new(Read);

    private static ExperimentInput Read()
    {
        string[] metrics = ["retention_1", "retention_7", "sum_gamerounds"];
        int[] columns = [3, 4, 2];
        var moments = new Dictionary<string, SampleMoments[]>(StringComparer.Ordinal)
        {
            ["gate_30"] = new SampleMoments[3],
            ["gate_40"] = new SampleMoments[3],
        };
        foreach (string line in File.ReadLines(SharedData.PathOf("data", "cookie_cats.csv")).Skip(1))
        {
            string[] cells = line.Split(',');
            var row = moments[cells[1]];
            for (int i = 0; i < columns.Length; i++)
            {
                row[i] = row[i].Add(cells[columns[i]] switch
                {
                    "TRUE" => 1,
                    "FALSE" => 0,
                    var number => double.Parse(number, CultureInfo.InvariantCulture),
                });
            }
        }

        return new ExperimentInput
        {
            Key = "cookie_cats",
            Mode = AnalysisMode.Itt,
            Control = "gate_30",
            Variants = [.. moments.Select(m => new VariantInput(m.Key, m.Value[0].Count, 0.5))],
            Metrics = [.. metrics.Select((key, i) => new MetricInput
            {
                Key = key,
                Type = i < 2 ? MetricType.Conversion : MetricType.Mean,
                Role = i == 0 ? MetricRole.Primary : MetricRole.Secondary,
                ByVariant = moments.ToDictionary(m => m.Key, m => new MetricVariantInput(m.Value[i])),
            })],
        };
    }
}
