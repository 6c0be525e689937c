using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Planning;

/// <summary>Solves power(x) = target for an increasing power curve, by Brent's method on log x.</summary>
internal static class Monotone
{
    public static Measure Solve(Func<double, Measure> power, double target, double smallest, double largest)
    {
        if (!(target is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "Power must lie strictly between 0 and 1, e.g. 0.8.");
        }

        // A double bracket from the middle out keeps the curve away from its numerically flat ends.
        double Gap(double logX) => (power(Math.Exp(logX)).OrNull ?? 0) - target;
        double start = Math.Clamp(0, Math.Log(smallest), Math.Log(largest));
        double low = start;
        double high = start;
        if (Gap(start) < 0)
        {
            while (Gap(high) < 0)
            {
                low = high;
                if (high >= Math.Log(largest))
                {
                    return Measure.Absent(AbsenceReason.NoSolution);
                }

                high = Math.Min(high + 2, Math.Log(largest));
            }
        }
        else
        {
            while (Gap(low) > 0)
            {
                high = low;
                if (low <= Math.Log(smallest))
                {
                    return Measure.Absent(AbsenceReason.NoSolution);
                }

                low = Math.Max(low - 2, Math.Log(smallest));
            }
        }

        return Brent.TryFindRoot(Gap, low, high, 1e-13, 200, out double root)
            ? Math.Exp(root)
            : Measure.Absent(AbsenceReason.NoSolution);
    }
}
