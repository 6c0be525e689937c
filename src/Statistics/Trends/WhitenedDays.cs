using MathNet.Numerics.LinearAlgebra;

namespace GrpcExp.Statistics.Trends;

/// <summary>Daily effects made uncorrelated and of variance one, so that generalised least squares is projection.</summary>
internal sealed class WhitenedDays
{
    private readonly double[] scale;
    private readonly Matrix<double>? root;
    private readonly double[] ones;
    private readonly double[] effects;
    private readonly double origin;

    /// <param name="effects">At least one.</param>
    /// <param name="standardErrors">All positive.</param>
    /// <param name="root">Lower Cholesky factor of the days' correlation matrix; null when they are independent.</param>
    public WhitenedDays(double[] effects, double[] standardErrors, Matrix<double>? root)
    {
        scale = standardErrors;
        this.root = root;

        // Around one of them, so that a large common effect does not cost the digits of the differences.
        origin = effects[0];
        this.effects = Whiten([.. effects.Select(e => e - origin)]);
        ones = Whiten([.. effects.Select(_ => 1.0)]);
        double information = Dot(ones, ones);
        double above = Dot(ones, this.effects) / information;
        Average = origin + above;
        AverageError = 1 / Math.Sqrt(information);
        Residuals = Subtract(this.effects, ones, above);
    }

    public double Average { get; }

    public double AverageError { get; }

    /// <summary>What the average leaves, whitened; the sum of squares is Cochran's Q.</summary>
    public double[] Residuals { get; }

    /// <summary>The line through the days at <paramref name="times"/>, which must not all be equal.</summary>
    public Line Fit(double[] times)
    {
        double[] x = Whiten([.. times.Select(t => t - times[0])]);
        double centre = Dot(ones, x) / Dot(ones, ones);
        double[] direction = Subtract(x, ones, centre);
        double information = Dot(direction, direction);
        double slope = Dot(direction, Residuals) / information;
        return new Line(this, slope, 1 / Math.Sqrt(information), centre + times[0], Sum(Subtract(Residuals, direction, slope)));
    }

    public static double Sum(double[] residuals) => Dot(residuals, residuals);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Subtract(double[] a, double[] b, double times) => [.. a.Zip(b, (x, y) => x - times * y)];

    private double[] Whiten(double[] values)
    {
        double[] scaled = [.. values.Zip(scale, (v, s) => v / s)];
        if (root is null)
        {
            return scaled;
        }

        // L·w = v by forward substitution.
        for (int i = 0; i < scaled.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                scaled[i] -= root[i, j] * scaled[j];
            }

            scaled[i] /= root[i, i];
        }

        return scaled;
    }

    /// <summary>A fitted line. Slope and average are uncorrelated because time is centred.</summary>
    internal readonly record struct Line(WhitenedDays Days, double Slope, double SlopeError, double Centre, double ResidualSum)
    {
        public (double Value, double StandardError) At(double time) => (
            Days.Average + Slope * (time - Centre),
            double.Hypot(Days.AverageError, SlopeError * (time - Centre)));
    }
}
