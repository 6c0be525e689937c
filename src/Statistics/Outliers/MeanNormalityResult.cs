namespace GrpcExp.Statistics.Outliers;

/// <summary>Whether a sample is large enough for its mean to be close to normal.</summary>
/// <param name="Units">Units there are.</param>
/// <param name="Skewness">g₁ of the values.</param>
/// <param name="ExcessKurtosis">g₂ of the values.</param>
/// <param name="UnitsNeeded">355·g₁², for a 95 % interval of one mean.</param>
/// <param name="IsEnough">True when there are as many; false also when the skewness is unknown.</param>
public sealed record MeanNormalityResult(
    long Units, Measure Skewness, Measure ExcessKurtosis, Measure UnitsNeeded, bool IsEnough);
