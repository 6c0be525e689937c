namespace GrpcExp.Statistics.Trends;

/// <summary>The course of an effect over the days since first exposure.</summary>
/// <param name="Days">Days that entered.</param>
/// <param name="DaysLeftOut">Days without a standard error: fewer than two units in a variant, or nothing but one value.</param>
/// <param name="Average">The effect if it were the same on all days, by inverse variance, in the metric's unit.</param>
/// <param name="Slope">Change of the effect per day, or per unit of log day; in the metric's unit.</param>
/// <param name="Statistic">The slope in standard errors, z.</param>
/// <param name="PValue">P(|Z| larger) for the slope, in [0, 1].</param>
/// <param name="FirstDay">The line on the first day that entered.</param>
/// <param name="LongRun">The line on the last day that entered, or on the horizon asked for.</param>
/// <param name="LateMinusEarly">
/// Mean of the later half of the days minus mean of the earlier half, each by inverse variance; an odd day counts as late.
/// </param>
/// <param name="LateMinusEarlyPValue">P(|Z| larger) for that difference, in [0, 1]; needs no line.</param>
/// <param name="Heterogeneity">Do the days differ at all?</param>
/// <param name="LackOfFit">Do they differ by more than the line explains? Needs three days.</param>
/// <param name="Kind">Novelty, primacy or neither.</param>
public sealed record EffectTrend(
    int Days,
    int DaysLeftOut,
    Estimate Average,
    Estimate Slope,
    Measure Statistic,
    Measure PValue,
    Estimate FirstDay,
    Estimate LongRun,
    Estimate LateMinusEarly,
    Measure LateMinusEarlyPValue,
    DayVariation Heterogeneity,
    DayVariation LackOfFit,
    TrendKind Kind);
