using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// How much of the error rate may be used up by the time a fraction t of the planned information is in. Rises from 0 at t = 0
/// to all of it at t = 1.
/// </summary>
/// <remarks>
/// K. Lan and D. DeMets, "Discrete Sequential Boundaries for Clinical Trials", Biometrika 70 (1983); the power family by K. Kim
/// and D. DeMets, Biometrika 74 (1987).
/// </remarks>
public sealed class SpendingFunction
{
    private readonly Func<double, double, double> spent;

    private SpendingFunction(string name, Func<double, double, double> spent)
    {
        Name = name;
        this.spent = spent;
    }

    /// <summary>2 − 2Φ(z_(α/2)/√t): next to nothing early, nearly a fixed test at the end. The usual choice.</summary>
    public static SpendingFunction OBrienFleming { get; } = new("obrien_fleming", (alpha, t) =>
        2 * StandardNormal.Survival(StandardNormal.InverseSurvival(alpha / 2) / Math.Sqrt(t)));

    /// <summary>α·log(1 + (e − 1)t): about the same hurdle at every look.</summary>
    public static SpendingFunction Pocock { get; } = new("pocock", (alpha, t) => alpha * Math.Log(1 + (Math.E - 1) * t));

    /// <summary>A stable name, e.g. <c>obrien_fleming</c>.</summary>
    public string Name { get; }

    /// <summary>α·t^exponent: 1 spends evenly, 3 is close to O'Brien–Fleming.</summary>
    /// <param name="exponent">&gt; 0 and finite.</param>
    public static SpendingFunction Power(double exponent) => exponent > 0 && double.IsFinite(exponent)
        ? new SpendingFunction("power", (alpha, t) => alpha * Math.Pow(t, exponent))
        : throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent of a spending function must be positive, e.g. 3.");

    /// <summary>Error rate used up so far, in [0, alpha].</summary>
    /// <param name="alpha">To be spent in total on one side, in (0, 1); a two-sided test spends alpha/2 on each.</param>
    /// <param name="fraction">t ≥ 0; from 1 on everything is spent.</param>
    public double Spent(double alpha, double fraction)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (!(fraction >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction of information cannot be negative.");
        }

        return fraction == 0 ? 0 : fraction >= 1 ? alpha : spent(alpha, fraction);
    }
}
