using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Outliers;

/// <summary>
/// The rule of thumb for intervals and t tests of skewed metrics: a variant needs 355·skewness² units. For the difference of
/// equally large variants of one shape skewness cancels, so there the rule is on the safe side. The skewness of a heavy tail is
/// itself underestimated by small samples; capping (see <see cref="Capping.Capper"/>) lowers both.
/// </summary>
/// <remarks>
/// R. Kohavi et al., "Seven Rules of Thumb for Web Site Experimenters", KDD 2014. By Edgeworth's expansion of t each tail of a 95 %
/// interval then errs by φ(q)·(2q² + 1)/(6·√355), less than half a point (P. Hall, Annals of Probability 15, 1987).
/// </remarks>
public static class MeanNormality
{
    /// <summary>Units needed per squared skewness.</summary>
    public const double UnitsPerSquaredSkewness = 355;

    /// <summary>Judges one variant.</summary>
    /// <param name="sample">Its moments up to the fourth.</param>
    public static MeanNormalityResult Check(ShapeMoments sample)
    {
        var needed = sample.Skewness.Map(g => UnitsPerSquaredSkewness * g * g);
        return new MeanNormalityResult(
            sample.Sample.Count, sample.Skewness, sample.ExcessKurtosis, needed, needed.OrNull <= sample.Sample.Count);
    }
}
