using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Trends;

/// <summary>One day's moments in both variants.</summary>
/// <param name="Day">Days since first exposure, ≥ 1; day 1 is the day of the exposure itself.</param>
/// <param name="Control">Moments of the control's units on that day.</param>
/// <param name="Treatment">Moments of the treatment's units on that day.</param>
public sealed record DailySample(int Day, SampleMoments Control, SampleMoments Treatment);
