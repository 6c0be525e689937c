using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Portfolio;

/// <summary>Which experiments are shown, and in which order. Keys settle ties, so that the same question has the same answer.</summary>
internal static class PortfolioOrder
{
    public static bool Fits(PortfolioQuery query, PortfolioRow row)
    {
        var experiment = row.Experiment;
        bool Has(string text) => text.Contains(query.Text, StringComparison.OrdinalIgnoreCase);
        return (query.State == ExperimentState.Unspecified ? experiment.State != ExperimentState.Archived : experiment.State == query.State)
            && (query.Text.Length == 0 || Has(experiment.Key) || Has(experiment.Owner) || Has(experiment.PrimaryMetric) || Has(experiment.FlagKey))
            && query.Verdict switch
            {
                "" => true,
                "none" => row.Verdict.Length == 0,
                "flagged" => row.Flags.Count > 0,
                _ => row.Verdict.Equals(query.Verdict, StringComparison.OrdinalIgnoreCase),
            };
    }

    public static IEnumerable<PortfolioRow> Sort(PortfolioQuery query, IEnumerable<PortfolioRow> rows)
    {
        var sorted = query.Sort switch
        {
            "key" => rows.OrderBy(_ => 0),
            "started" => rows.OrderByDescending(row => row.Experiment.StartTime?.Seconds ?? long.MinValue),
            "days" => rows.OrderByDescending(row => row.Days ?? -1),
            "lift" => rows.OrderByDescending(row => row.Primary?.Relative.Value ?? double.NegativeInfinity),
            "units" => rows.OrderByDescending(row => row.Standing?.Units ?? -1),
            "owner" => rows.OrderBy(row => row.Experiment.Owner, StringComparer.OrdinalIgnoreCase),
            _ => rows.OrderBy(Attention),
        };
        return sorted.ThenBy(row => row.Experiment.Key, StringComparer.Ordinal);
    }

    /// <summary>What somebody has to decide comes first: harm, then what can be shipped, then what waits, then what runs on; the past last.</summary>
    private static int Attention(PortfolioRow row) => (row.Experiment.State, row.Verdict) switch
    {
        (ExperimentState.Running, "RED") => 0,
        (ExperimentState.Running, "GREEN") => 1,
        (ExperimentState.Review, _) => 2,
        (ExperimentState.Approved, _) => 3,
        (ExperimentState.Running, _) => 4,
        (ExperimentState.Draft, _) => 5,
        (ExperimentState.Concluded, _) => 6,
        _ => 7,
    };
}
