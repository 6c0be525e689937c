namespace GrpcExp.Statistics.Distributions;

/// <summary>Inverts the survival function of a symmetric distribution by a bracketed Newton iteration on its logarithm.</summary>
internal static class TailInverse
{
    public static double Solve(double probability, Func<double, double> logSurvival, Func<double, double> logDensity)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "A probability must lie strictly between 0 and 1.");
        }

        if (probability > 0.5)
        {
            return -Solve(1 - probability, logSurvival, logDensity);
        }

        if (probability == 0.5)
        {
            return 0;
        }

        // In s = arsinh(t) a power-law tail is a line and the centre stays linear, so one method serves both.
        double target = Math.Log(probability);
        double low = 0;
        double high = 1;
        while (logSurvival(Math.Sinh(high)) > target)
        {
            low = high;
            high *= 2;
        }

        double s = (low + high) / 2;
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
            if (!(next > low && next < high))
            {
                next = (low + high) / 2;
            }

            if (Math.Abs(next - s) <= 1e-16 * Math.Abs(s) || next == low || next == high)
            {
                s = next;
                break;
            }

            s = next;
        }

        return Math.Sinh(s);
    }
}
