using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// A group-sequential test: a few looks at any information times, each with a boundary, so that the chance of ever crossing one
/// without an effect is alpha. Assumes that the statistics of the looks are jointly normal with independent increments, as those of
/// means and proportions on growing samples are, and that the times of looks do not depend on results. Two-sided designs are
/// symmetric. Immutable.
/// </summary>
/// <remarks>C. Jennison and B. Turnbull, Group Sequential Methods with Applications to Clinical Trials (2000), ch. 2, 3, 7, 19.</remarks>
public sealed class GroupSequentialDesign
{
    /// <summary>The most looks a design may have; someone who looks more often wants a <see cref="ConfidenceSequence"/>.</summary>
    public const int MostLooks = 100;

    // Beyond it P(Z > z) leaves the range of a double.
    private const double HighestBoundary = 37;

    private GroupSequentialDesign(double[] fractions, double[] boundaries, double[] spent, double alpha, Alternative alternative)
    {
        Alpha = alpha;
        Alternative = alternative;
        Fractions = fractions;
        Boundaries = boundaries;
        bool twoSided = alternative == Alternative.TwoSided;
        Looks = [.. fractions.Select((t, k) => double.IsFinite(boundaries[k])
            ? new GroupSequentialLook(
                t, boundaries[k], twoSided ? StandardNormal.TwoSided(boundaries[k]) : StandardNormal.Survival(boundaries[k]), spent[k])
            : new GroupSequentialLook(
                t, Measure.Absent(AbsenceReason.NoSolution), Measure.Absent(AbsenceReason.NoSolution), spent[k]))];
    }

    /// <summary>The looks in order of time.</summary>
    public IReadOnlyList<GroupSequentialLook> Looks { get; }

    /// <summary>Error rate over all looks together.</summary>
    public double Alpha { get; }

    /// <summary>What the test is set against.</summary>
    public Alternative Alternative { get; }

    internal double[] Fractions { get; }

    /// <summary>+∞ where a look cannot stop.</summary>
    internal double[] Boundaries { get; }

    /// <summary>Finds the boundaries that spend alpha as told.</summary>
    /// <param name="informationFractions">
    /// Strictly increasing and &gt; 0; 1 is the planned end. Units so far over units planned, when the variance is stable.
    /// Only the last may exceed 1 (the experiment ran on): all that is left is spent there. A design that ends below 1 has not
    /// spent everything.
    /// </param>
    /// <param name="spending">Default <see cref="SpendingFunction.OBrienFleming"/>.</param>
    /// <param name="alpha">Error rate over all looks, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided, half of alpha on each side.</param>
    /// <exception cref="ArgumentException">The fractions are not as described.</exception>
    public static GroupSequentialDesign Create(
        IReadOnlyList<double> informationFractions,
        SpendingFunction? spending = null,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        NormalMixture.RequireKnown(alternative);
        double[] t = RequireFractions(informationFractions);
        spending ??= SpendingFunction.OBrienFleming;
        bool twoSided = alternative == Alternative.TwoSided;
        double side = twoSided ? alpha / 2 : alpha;
        var boundaries = new double[t.Length];
        var spent = new double[t.Length];
        var density = StageDensity.Start;
        double used = 0;
        for (int k = 0; k < t.Length; k++)
        {
            double until = spending.Spent(side, t[k]);
            boundaries[k] = Boundary(density, t[k], until - used, twoSided);
            used = double.IsFinite(boundaries[k]) ? until : used;
            spent[k] = twoSided ? 2 * used : used;
            double low = twoSided ? -boundaries[k] : double.NegativeInfinity;
            density = density.Continue(low, boundaries[k], t[k], k + 1 < t.Length ? t[k + 1] : 0, 0);
        }

        return new GroupSequentialDesign(t, boundaries, spent, alpha, alternative);
    }

    /// <summary>A design with boundaries chosen elsewhere, e.g. Pocock's or O'Brien and Fleming's own; alpha follows from them.</summary>
    /// <param name="informationFractions">As in <see cref="Create"/>; only their ratios matter here.</param>
    /// <param name="boundaries">One a look, in standard errors, finite; &gt; 0 when two-sided.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <exception cref="ArgumentException">The lists do not fit.</exception>
    public static GroupSequentialDesign FromBoundaries(
        IReadOnlyList<double> informationFractions,
        IReadOnlyList<double> boundaries,
        Alternative alternative = Alternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        NormalMixture.RequireKnown(alternative);
        double[] t = RequireFractions(informationFractions);
        bool twoSided = alternative == Alternative.TwoSided;
        if (boundaries.Count != t.Length || boundaries.Any(b => !double.IsFinite(b) || (twoSided && !(b > 0))))
        {
            throw new ArgumentException(
                $"There must be one finite boundary a look ({t.Length}), and positive ones for a two-sided test.", nameof(boundaries));
        }

        double[] b = [.. boundaries];
        var exits = StagePaths.Exits(t, b, twoSided, 0);
        double sum = 0;
        double[] spent = [.. exits.Select(e => sum += e.Upper + (twoSided ? e.Lower : 0))];
        return new GroupSequentialDesign(t, b, spent, sum, alternative);
    }

    private static double Boundary(StageDensity density, double fraction, double budget, bool twoSided)
    {
        double Excess(double z) => Math.Log(Math.Max(density.Above(z, fraction, 0), 1e-320)) - Math.Log(budget);
        double lowest = twoSided ? 0 : -HighestBoundary;
        return !(budget > 0) || Excess(HighestBoundary) >= 0 ? double.PositiveInfinity
            : Excess(lowest) <= 0 ? lowest
            : Brent.FindRoot(Excess, lowest, HighestBoundary, 1e-13, 300);
    }

    private static double[] RequireFractions(IReadOnlyList<double> fractions)
    {
        ArgumentNullException.ThrowIfNull(fractions);
        if (fractions.Count is 0 or > MostLooks)
        {
            throw new ArgumentException($"A design has 1 to {MostLooks} looks, not {fractions.Count}.", nameof(fractions));
        }

        for (int k = 0; k < fractions.Count; k++)
        {
            double before = k == 0 ? 0 : fractions[k - 1];
            if (!(fractions[k] > before) || double.IsInfinity(fractions[k]) || (fractions[k] > 1 && k < fractions.Count - 1))
            {
                throw new ArgumentException(
                    $"Information fraction {k + 1} is {fractions[k]:R}: fractions must rise strictly above 0, and only the last may exceed 1.",
                    nameof(fractions));
            }
        }

        return [.. fractions];
    }
}
