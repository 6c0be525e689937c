using GrpcExp.Statistics.Moments;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// The slopes of variable 0 on the others, from deviations inside each cell (a variant, or a variant in a stratum), and
/// the adjustment that they make.
/// </summary>
internal static class CovariateSlopes
{
    // Smallest eigenvalue of the covariates' correlation matrix. Below it one covariate is a combination of the others up to
    // rounding: an eigenvalue of 1e-10 already costs ten of the sixteen digits of the slopes.
    private const double SmallestEigenvalue = 1e-10;

    /// <summary>θ = (ΣMxx)⁻¹·ΣMxy over the cells, or why there is none.</summary>
    public static (Vector<double>? Theta, AbsenceReason Reason) Pool(IReadOnlyList<JointMoments> cells)
    {
        var filled = cells.Where(c => c.Count > 0).ToArray();
        if (filled.Length == 0)
        {
            return (null, AbsenceReason.NoUnits);
        }

        int k = filled[0].Variables - 1;
        if (filled.Any(c => c.Variables != k + 1))
        {
            throw new ArgumentException("Every variant needs the same covariates in the same order.", nameof(cells));
        }

        if (k == 0)
        {
            return (null, AbsenceReason.NoCovariate);
        }

        var squares = DenseMatrix.Create(k, k, (i, j) => filled.Sum(c => c.CrossM2(i + 1, j + 1)));
        double[] scale = [.. Enumerable.Range(0, k).Select(i => Math.Sqrt(squares[i, i]))];
        if (scale.Any(s => !(s > 0)))
        {
            return (null, AbsenceReason.ZeroCovariateVariance);
        }

        var correlation = DenseMatrix.Create(k, k, (i, j) => i == j ? 1 : squares[i, j] / scale[i] / scale[j]);
        if (!(correlation.Evd(Symmetricity.Symmetric).EigenValues.Min(e => e.Real) > SmallestEigenvalue))
        {
            return (null, AbsenceReason.SingularCovariates);
        }

        var cross = DenseVector.Create(k, i => filled.Sum(c => c.CrossM2(0, i + 1)) / scale[i]);
        var theta = correlation.Cholesky().Solve(cross);
        return (theta.MapIndexed((i, value) => value / scale[i]), default);
    }

    /// <summary>Means of the covariates over all cells.</summary>
    public static double[] Means(IEnumerable<JointMoments> cells)
    {
        var all = cells.Aggregate(default(JointMoments), (sum, cell) => sum.Merge(cell));
        return [.. Enumerable.Range(1, Math.Max(0, all.Variables - 1)).Select(i => all[i].Mean)];
    }

    /// <summary>Moments of y − θ·(x − centre).</summary>
    public static SampleMoments Adjust(JointMoments cell, Vector<double> theta, double[] centre)
    {
        if (cell.Count == 0)
        {
            return default;
        }

        double mean = cell[0].Mean;
        double m2 = cell[0].M2;
        double size = m2;
        for (int i = 0; i < theta.Count; i++)
        {
            mean -= theta[i] * (cell[i + 1].Mean - centre[i]);
            m2 -= 2 * theta[i] * cell.CrossM2(0, i + 1);
            for (int j = 0; j < theta.Count; j++)
            {
                double term = theta[i] * theta[j] * cell.CrossM2(i + 1, j + 1);
                m2 += term;
                size += Math.Abs(term);
            }
        }

        // Covariates that predict perfectly leave only rounding; that is no variance to test against.
        return new SampleMoments(cell.Count, mean, m2 <= 1e-14 * size ? 0 : m2);
    }

    /// <summary>1 − adjusted/plain variance of the difference.</summary>
    public static Measure Reduction(Estimate plain, Estimate adjusted)
    {
        if (!plain.StandardError.TryGet(out double before))
        {
            return plain.StandardError;
        }

        double after = adjusted.StandardError.OrNull ?? 0;
        return adjusted.StandardError.Reason is null or AbsenceReason.ZeroVariance
            ? 1 - after / before * (after / before)
            : adjusted.StandardError;
    }
}
