namespace GrpcExp.Statistics;

/// <summary>Guards shared by everything that takes an error rate.</summary>
internal static class SignificanceLevel
{
    public static double Require(double alpha, string parameter) =>
        alpha is > 0 and < 1
            ? alpha
            : throw new ArgumentOutOfRangeException(parameter, alpha, $"{parameter} must lie strictly between 0 and 1, e.g. 0.05.");
}
