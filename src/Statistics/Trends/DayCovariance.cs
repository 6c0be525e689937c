using GrpcExp.Statistics.Moments;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GrpcExp.Statistics.Trends;

/// <summary>How the effects of different days hang together.</summary>
internal static class DayCovariance
{
    // Smallest eigenvalue of the correlation matrix, as for covariates: below it days are combinations of each other.
    private const double SmallestEigenvalue = 1e-10;

    /// <summary>Covariances of the differences of daily means when the same units are measured every day.</summary>
    public static double[][] OfPanel(JointMoments control, JointMoments treatment)
    {
        static double Share(JointMoments sample, int i, int j) => sample.CrossM2(i, j) / (sample.Count - 1) / sample.Count;
        int k = control.Variables;
        return [.. Enumerable.Range(0, k).Select(i =>
            Enumerable.Range(0, k).Select(j => Share(control, i, j) + Share(treatment, i, j)).ToArray())];
    }

    /// <summary>The lower Cholesky factor of the correlation matrix, or null when days are too alike to tell apart.</summary>
    public static Matrix<double>? Root(IReadOnlyList<IReadOnlyList<double>> covariance, double[] standardErrors)
    {
        int k = standardErrors.Length;
        var correlation = DenseMatrix.Create(
            k, k, (i, j) => i == j ? 1 : covariance[i][j] / standardErrors[i] / standardErrors[j]);
        return correlation.Evd(Symmetricity.Symmetric).EigenValues.Min(e => e.Real) > SmallestEigenvalue
            ? correlation.Cholesky().Factor
            : null;
    }

    public static void Require(IReadOnlyList<IReadOnlyList<double>> covariance, int days, string parameter)
    {
        ArgumentNullException.ThrowIfNull(covariance, parameter);
        if (covariance.Count != days || covariance.Any(row => row.Count != days))
        {
            throw new ArgumentException($"{days} days need {days} times {days} covariances.", parameter);
        }

        for (int i = 0; i < days; i++)
        {
            for (int j = 0; j < days; j++)
            {
                double value = covariance[i][j];
                double gap = Math.Abs(value - covariance[j][i]);
                if (!double.IsFinite(value) || gap > 1e-9 * Math.Abs(value) || (i == j && !(value > 0)))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"{parameter}[{i}][{j}] is {value}; a covariance matrix is finite, symmetric and positive on its diagonal. Leave days without a variance out."),
                        parameter);
                }
            }
        }
    }
}
