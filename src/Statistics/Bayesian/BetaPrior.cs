namespace GrpcExp.Statistics.Bayesian;

/// <summary>A beta prior on a probability: as if so many conversions and so many other units had been seen before.</summary>
/// <param name="Conversions">α ≥ 0; with <paramref name="Others"/> zero too it is Haldane's improper prior.</param>
/// <param name="Others">β ≥ 0.</param>
public sealed record BetaPrior(double Conversions, double Others)
{
    /// <summary>Uniform over all probabilities, Beta(1, 1): Bayes and Laplace. The default.</summary>
    public static BetaPrior Flat { get; } = new(1, 1);

    /// <summary>Beta(½, ½), the same whatever scale the probability is put on (H. Jeffreys, 1946).</summary>
    public static BetaPrior Jeffreys { get; } = new(0.5, 0.5);

    /// <summary>A proper prior with a mean in (0, 1) that weighs as much as <paramref name="units"/> &gt; 0 units.</summary>
    public static BetaPrior FromMean(double mean, double units) => mean is > 0 and < 1 && units > 0 && double.IsFinite(units)
        ? new(mean * units, (1 - mean) * units)
        : throw new ArgumentOutOfRangeException(nameof(mean), mean, $"A prior needs a mean between 0 and 1 and a positive weight; it has mean {mean} and {units} units.");
}
