using GrpcExp.Statistics.Capping;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Outliers;

/// <summary>One comparison with all values as they are and with the extreme ones capped.</summary>
/// <param name="Plain">Welch's test of the values as they are.</param>
/// <param name="Capped">Welch's test after capping.</param>
/// <param name="Caps">The caps and the share of each variant that was moved, control first.</param>
/// <param name="DifferenceChange">Difference after capping − difference before, in the metric's unit.</param>
/// <param name="LiftChange">Lift after capping − lift before, a fraction: −0.02 is two points less.</param>
/// <param name="ConclusionChanges">True when one of the two is significant and the other is not, or points the other way.</param>
public sealed record OutlierSensitivityResult(
    MeanComparison Plain,
    MeanComparison Capped,
    CappingResult Caps,
    Measure DifferenceChange,
    Measure LiftChange,
    bool ConclusionChanges);
