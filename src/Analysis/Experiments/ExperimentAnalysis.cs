using GrpcExp.Analysis.Scorecards;

namespace GrpcExp.Analysis.Experiments;

/// <summary>An experiment's results and the judgement on them.</summary>
/// <param name="Evidence">Every number.</param>
/// <param name="Scorecard">The verdict with its checks and reasons.</param>
public sealed record ExperimentAnalysis(ExperimentEvidence Evidence, Scorecard Scorecard)
{
    /// <summary>The earlier looks and the last one, by metric, treatment and time; empty when there was one look only.</summary>
    public IReadOnlyList<LookAnalysis> Looks { get; init; } = [];
}
