using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Ratios;

/// <summary>
/// Turns a ratio of means into a mean: z = R + (y − R·d)/d̄ with R = ȳ/d̄ has mean R, and the variance of its mean is
/// the delta method's variance of R. Whatever compares means then compares ratios.
/// </summary>
internal static class LinearisedRatio
{
    /// <summary>What stops the linearisation, or null.</summary>
    public static AbsenceReason? Obstacle(JointMoments sample) =>
        sample.Count == 0 ? AbsenceReason.NoUnits
        : sample[1].Mean == 0 ? AbsenceReason.ZeroDenominator
        : null;

    /// <summary>From numerator, denominator and any covariates to z and the same covariates.</summary>
    public static JointMoments Of(JointMoments sample)
    {
        double denominator = sample[1].Mean;
        double ratio = sample[0].Mean / denominator;

        // In units of the denominator's mean, so that a small or huge denominator cannot leave the range of a double.
        double yy = sample.CrossM2(0, 0) / denominator / denominator;
        double yd = sample.CrossM2(0, 1) / denominator / denominator;
        double dd = sample.CrossM2(1, 1) / denominator / denominator;
        double m2 = yy - 2 * ratio * yd + ratio * ratio * dd;

        // A numerator that is a multiple of the denominator leaves only rounding; that is no variance to test against.
        double resolution = 1e-14 * (yy + ratio * ratio * dd);
        return sample.ReplaceFirstTwo(
            new SampleMoments(sample.Count, ratio, m2 <= resolution ? 0 : m2),
            i => (sample.CrossM2(0, i) - ratio * sample.CrossM2(1, i)) / denominator);
    }
}
