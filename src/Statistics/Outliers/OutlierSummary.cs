using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Outliers;

/// <summary>How much of a metric hangs on a few units.</summary>
/// <param name="Units">Units of the sample.</param>
/// <param name="TopUnitsShare">Share of Σ|x| that the largest few units hold, in [0, 1].</param>
/// <param name="TopPartShare">Share of Σ|x| that the largest part of the units holds, rounded up to whole units, in [0, 1].</param>
/// <param name="LowerFence">First quartile − 1.5 interquartile ranges, in the metric's unit.</param>
/// <param name="UpperFence">Third quartile + 1.5 interquartile ranges, in the metric's unit.</param>
/// <param name="Outside">Units beyond these fences.</param>
/// <param name="FarOutside">Units beyond 3 interquartile ranges.</param>
/// <param name="RobustOutliers">Units with |x − median| above 3.5 times 1.4826·MAD.</param>
/// <param name="Shape">Moments up to the fourth: skewness and kurtosis.</param>
public sealed record OutlierSummary(
    long Units,
    Measure TopUnitsShare,
    Measure TopPartShare,
    Measure LowerFence,
    Measure UpperFence,
    Measure Outside,
    Measure FarOutside,
    Measure RobustOutliers,
    ShapeMoments Shape);
