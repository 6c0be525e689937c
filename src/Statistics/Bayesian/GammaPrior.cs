namespace GrpcExp.Statistics.Bayesian;

/// <summary>A gamma prior on a rate: as if so many events had been seen before in so much exposure.</summary>
/// <param name="Events">Shape ≥ 0.</param>
/// <param name="Exposure">Inverse scale ≥ 0, in the unit of the data's exposure; 0 makes the prior improper.</param>
public sealed record GammaPrior(double Events, double Exposure)
{
    /// <summary>Uniform over all rates, Gamma(1, 0), improper; any exposure makes the posterior proper. The default.</summary>
    public static GammaPrior Flat { get; } = new(1, 0);

    /// <summary>Gamma(½, 0), the same whatever scale the rate is put on (H. Jeffreys, 1946); improper.</summary>
    public static GammaPrior Jeffreys { get; } = new(0.5, 0);

    /// <summary>A proper prior with a mean &gt; 0 that weighs as much as an exposure &gt; 0.</summary>
    public static GammaPrior FromMean(double mean, double exposure) => mean > 0 && exposure > 0 && double.IsFinite(mean * exposure)
        ? new(mean * exposure, exposure)
        : throw new ArgumentOutOfRangeException(nameof(mean), mean, $"A prior needs a positive mean and weight; it has mean {mean} and exposure {exposure}.");
}
