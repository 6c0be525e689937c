using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Capping;

/// <summary>One variant after capping.</summary>
/// <param name="Values">Every unit's value, in the order given, moved to the nearer cap where it was beyond.</param>
/// <param name="Moments">Their moments, for any comparison of means.</param>
/// <param name="ShareRaised">Share of units strictly below the lower cap, in [0, 1]; absent without units.</param>
/// <param name="ShareLowered">Share of units strictly above the upper cap, in [0, 1]; absent without units.</param>
public sealed record CappedSample(
    IReadOnlyList<double> Values, SampleMoments Moments, Measure ShareRaised, Measure ShareLowered);
