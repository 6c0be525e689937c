namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// The largest of several t statistics that share a control and a pooled variance. Given the control's error z and the
/// scale s the statistics are independent, which leaves two one-dimensional integrals; the tail itself is integrated, so it
/// keeps its relative precision.
/// </summary>
/// <remarks>C. W. Dunnett, "A Multiple Comparison Procedure for Comparing Several Treatments with a Control", JASA 50 (1955).</remarks>
internal sealed class DunnettDistribution
{
    // Beyond this the normal density is below the smallest double.
    private const double FarthestError = 38.5;

    private readonly (double Loading, double Residual, int Count)[] arms;
    private readonly double halfDf;
    private readonly double logScale;
    private readonly bool twoSided;
    private readonly double step;

    /// <summary>Makes the distribution.</summary>
    /// <param name="control">Units of the control.</param>
    /// <param name="treatments">Units of each treatment.</param>
    /// <param name="degreesOfFreedom">Of the pooled variance, &gt; 0.</param>
    /// <param name="twoSided">Whether the largest absolute value is meant.</param>
    public DunnettDistribution(long control, IEnumerable<long> treatments, double degreesOfFreedom, bool twoSided)
        : this(control, treatments.Select(n => (double)n), degreesOfFreedom, twoSided)
    {
    }

    /// <summary>Makes the distribution from shares instead of units: only their proportions matter.</summary>
    /// <param name="control">Share of the control, &gt; 0.</param>
    /// <param name="treatments">Share of each treatment, &gt; 0.</param>
    /// <param name="degreesOfFreedom">Of the pooled variance, &gt; 0.</param>
    /// <param name="twoSided">Whether the largest absolute value is meant.</param>
    public DunnettDistribution(double control, IEnumerable<double> treatments, double degreesOfFreedom, bool twoSided)
    {
        // Correlation of statistics i and j is λi·λj with λ² = n/(n + control).
        arms = [.. treatments.GroupBy(n => n).Select(g =>
            (Math.Sqrt(g.Key / (g.Key + control)), Math.Sqrt(control / (g.Key + control)), g.Count()))];
        this.twoSided = twoSided;
        halfDf = degreesOfFreedom / 2;
        logScale = Math.Log(2) + 0.5 * Math.Log(halfDf / (2 * Math.PI)) - Stirling.Error(halfDf);

        // The trapezoidal rule must resolve the normal density and the steepest arm; at these steps its error is below e^−70.
        step = Math.Min(0.35, 0.5 * arms.Min(a => a.Residual / a.Loading));
    }

    /// <summary>P(max T &gt; t), or of |T|.</summary>
    public double Survival(double t)
    {
        if (twoSided && t <= 0)
        {
            return 1;
        }

        // s = e^v is distributed as √(χ²/ν).
        double LogTerm(double v) => logScale - halfDf * SpecialMath.ExpMinusOneMinus(2 * v) + Math.Log(Given(t * Math.Exp(v)));
        return Math.Min(1, Math.Exp(PeakedIntegral.Log(LogTerm, -3 - SpecialMath.Log1P(Math.Abs(t)), 1.5)));
    }

    /// <summary>The t with P(max T &gt; t) = <paramref name="probability"/> ≤ ½.</summary>
    public double InverseSurvival(double probability)
    {
        double df = 2 * halfDf;
        int sides = twoSided ? 2 : 1;
        double target = Math.Log(probability);

        // One statistic alone from below, Bonferroni from above.
        double low = StudentT.InverseSurvival(probability / sides, df);
        double high = StudentT.InverseSurvival(probability / sides / arms.Sum(a => a.Count), df);
        double gapLow = Math.Log(Survival(low)) - target;
        double gapHigh = Math.Log(Survival(high)) - target;
        for (int i = 0; i < 60 && high - low > 1e-13 * Math.Abs(high) && gapLow > 0 && gapHigh < 0; i++)
        {
            // The Illinois variant of the secant method: the end that stays counts half.
            double next = high - gapHigh * (high - low) / (gapHigh - gapLow);
            double gap = Math.Log(Survival(next)) - target;
            if (Math.Abs(gap) < 1e-13)
            {
                return next;
            }

            (low, gapLow, high, gapHigh) = gap > 0 ? (next, gap, high, gapHigh / 2) : (low, gapLow / 2, next, gap);
        }

        return Math.Abs(gapLow) < Math.Abs(gapHigh) ? low : high;
    }

    /// <summary>P(max T &gt; x) for a known variance.</summary>
    private double Given(double x)
    {
        double reach = Math.Min(FarthestError, Math.Abs(x) + 9);
        double sum = 0;
        for (double z = 0; z <= reach; z += step)
        {
            double weight = Math.Exp(-z * z / 2);
            double both = twoSided && z > 0 ? 2 * AnyBeyond(x, z) : AnyBeyond(x, z) + (z > 0 ? AnyBeyond(x, -z) : 0);
            sum += weight * both;
        }

        return sum * step / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>1 − ∏(1 − P(Ti &gt; x)) without cancellation.</summary>
    private double AnyBeyond(double x, double z)
    {
        double logNone = 0;
        foreach (var (loading, residual, count) in arms)
        {
            double beyond = StandardNormal.Survival((x - loading * z) / residual);
            if (twoSided)
            {
                beyond += StandardNormal.Survival((x + loading * z) / residual);
            }

            logNone += count * SpecialMath.Log1P(-Math.Min(1, beyond));
        }

        return double.IsNegativeInfinity(logNone) ? 1 : -(SpecialMath.ExpMinusOneMinus(logNone) + logNone);
    }
}
