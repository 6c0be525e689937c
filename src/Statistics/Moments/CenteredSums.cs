namespace GrpcExp.Statistics.Moments;

/// <summary>Turns raw sums into centred ones with twice the working precision.</summary>
internal static class CenteredSums
{
    /// <summary>Σab − Σa·Σb/n, with the products and the quotient carried in two doubles by fused multiply-add.</summary>
    public static double Product(long count, double sumA, double sumB, double sumAB)
    {
        double product = sumA * sumB;
        double productError = Math.FusedMultiplyAdd(sumA, sumB, -product);
        double quotient = product / count;
        double remainder = Math.FusedMultiplyAdd(-quotient, count, product) + productError;
        return sumAB - quotient - remainder / count;
    }

    /// <summary>Zero when <paramref name="m2"/> is below the rounding error of the sums it came from.</summary>
    /// <remarks>Sums of whole numbers below 2⁵³ (conversions, counts) carry no rounding, so nothing of theirs is dropped.</remarks>
    public static double DropRounding(long count, double m2, double sum, double sumOfSquares)
    {
        if (!(sumOfSquares >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sumOfSquares), sumOfSquares, "A sum of squares must be a number and not negative.");
        }

        bool exact = double.IsInteger(sum) && double.IsInteger(sumOfSquares) && sumOfSquares < Math.Pow(2, 53);
        double resolution = exact ? 0 : Math.Min(count, 1 << 20) * Math.Pow(2, -52);
        return m2 <= resolution * sumOfSquares ? 0 : m2;
    }
}
