namespace GrpcExp.Statistics.Distributions;

/// <summary>Inverts the survival function of a symmetric distribution by a bracketed Newton iteration on its logarithm.</summary>
internal static class TailInverse
{
    // Newton's error after a step is about the square of that step, so a step this small is the last.
    private const double LastStep = 1e-9;

    /// <summary>The t with P(T &gt; t) = <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="logSurvival">log P(T &gt; t).</param>
    /// <param name="logDensity">Logarithm of the density at t.</param>
    /// <param name="guess">A first t for a probability below ½; NaN when none is known. It costs or saves time, never digits.</param>
    public static double Solve(
        double probability, Func<double, double> logSurvival, Func<double, double> logDensity, Func<double, double> guess)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "A probability must lie strictly between 0 and 1.");
        }

        if (probability > 0.5)
        {
            return -Solve(1 - probability, logSurvival, logDensity, guess);
        }

        if (probability == 0.5)
        {
            return 0;
        }

        // In s = arsinh(t) a power-law tail is a line and the centre stays linear, so one method serves both.
        double target = Math.Log(probability);
        double low = 0;
        double high = double.PositiveInfinity;
        double s = Math.Asinh(guess(probability));
        if (!(s > 0))
        {
            s = Bracket(target, logSurvival, ref low, ref high);
        }

        for (int i = 0; i < 200; i++)
        {
            double t = Math.Sinh(s);
            double logTail = logSurvival(t);
            double gap = logTail - target;
            if (gap > 0)
            {
                low = s;
            }
            else
            {
                high = s;
            }

            double step = gap / (Math.Exp(logDensity(t) - logTail) * Math.Cosh(s));
            double next = s + step;
            if (Math.Abs(step) <= LastStep * s)
            {
                return Math.Sinh(next);
            }

            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? 2 * low : (low + high) / 2;
            }

            if (next == low || next == high)
            {
                return Math.Sinh(next);
            }

            s = next;
        }

        return Math.Sinh(s);
    }

    private static double Bracket(double target, Func<double, double> logSurvival, ref double low, ref double high)
    {
        high = 1;
        while (logSurvival(Math.Sinh(high)) > target)
        {
            low = high;
            high *= 2;
        }

        return (low + high) / 2;
    }
}
