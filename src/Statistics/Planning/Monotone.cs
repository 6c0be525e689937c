using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Planning;

/// <summary>Inverts power curves.</summary>
internal static class Monotone
{
    /// <summary>Solves power(x) = target by Brent's method on log x, in a bracket that grows from a guess.</summary>
    /// <param name="power">An increasing curve; absent counts as no power.</param>
    /// <param name="target">Wanted power, in (0, 1).</param>
    /// <param name="guess">About where the solution lies; a good one saves most of the work.</param>
    /// <param name="smallest">The solution is not sought below.</param>
    /// <param name="largest">The solution is not sought above.</param>
    public static Measure Solve(Func<double, Measure> power, double target, double guess, double smallest, double largest)
    {
        RequirePower(target);
        double Gap(double logX) => (power(Math.Exp(logX)).OrNull ?? 0) - target;
        double floor = Math.Log(smallest);
        double ceiling = Math.Log(largest);
        double low = Math.Clamp(Math.Log(guess), floor, ceiling);
        double high = low;
        double step = 0.02;
        if (Gap(low) < 0)
        {
            do
            {
                if (high >= ceiling)
                {
                    return Measure.Absent(AbsenceReason.NoSolution);
                }

                low = high;
                high = Math.Min(high + step, ceiling);
                step *= 2;
            }
            while (Gap(high) < 0);
        }
        else
        {
            do
            {
                if (low <= floor)
                {
                    return Measure.Absent(AbsenceReason.NoSolution);
                }

                high = low;
                low = Math.Max(low - step, floor);
                step *= 2;
            }
            while (Gap(low) > 0);
        }

        return Brent.TryFindRoot(Gap, low, high, 1e-13, 200, out double root)
            ? Math.Exp(root)
            : Measure.Absent(AbsenceReason.NoSolution);
    }

    /// <summary>
    /// z_α + z_β, the distance in standard errors at which a normal test has the power; never below 0.1, since it only
    /// starts a search.
    /// </summary>
    public static double NormalDistance(double alpha, double power, bool twoSided)
    {
        RequirePower(power);
        double critical = StandardNormal.InverseSurvival(twoSided ? alpha / 2 : alpha);
        return Math.Max(0.1, critical + StandardNormal.InverseSurvival(1 - power));
    }

    private static void RequirePower(double power)
    {
        if (!(power is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, "Power must lie strictly between 0 and 1, e.g. 0.8.");
        }
    }
}
