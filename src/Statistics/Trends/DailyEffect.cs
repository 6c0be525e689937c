namespace GrpcExp.Statistics.Trends;

/// <summary>One day's effect as some other comparison found it, such as a ratio or an adjusted mean.</summary>
/// <param name="Day">Days since first exposure, ≥ 1; day 1 is the day of the exposure itself.</param>
/// <param name="Effect">Treatment − control in the metric's unit; finite.</param>
/// <param name="StandardError">Its standard error, &gt; 0 and finite.</param>
public readonly record struct DailyEffect(int Day, double Effect, double StandardError);
