using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>The judgement on an experiment. The same evidence gives the same bytes.</summary>
/// <param name="Verdict">The colour. With several treatments: that of the best one.</param>
/// <param name="Recommendation">What to do about it.</param>
/// <param name="Variants">The verdict on each treatment, in the order of the variants.</param>
/// <param name="Checks">Every check in the order it was made.</param>
/// <param name="Reasons">
/// Sentences for a product manager: those that decided first, then what would settle an open question, then notes.
/// </param>
/// <param name="UnitsStillNeeded">
/// Units over all variants still needed to reach the plan or, without a plan, the wanted power; 0 when enough. Absent
/// when nothing is open or it cannot be computed.
/// </param>
/// <param name="DataRevision">The revision of the data that was judged, as given.</param>
public sealed record Scorecard(
    Verdict Verdict,
    Recommendation Recommendation,
    IReadOnlyList<VariantVerdict> Variants,
    IReadOnlyList<ScorecardCheck> Checks,
    IReadOnlyList<string> Reasons,
    Measure UnitsStillNeeded,
    string? DataRevision);
