namespace GrpcExp.Storage.Schema;

/// <summary>What an experiment's scorecard said on a day.</summary>
internal sealed class ScorecardDayRow
{
    public required string Environment { get; set; }

    /// <summary>UTC day, yyyy-MM-dd.</summary>
    public required string Day { get; set; }

    public required string ExperimentKey { get; set; }

    public required string Verdict { get; set; }

    public required string Recommendation { get; set; }

    public required long Units { get; set; }
}
