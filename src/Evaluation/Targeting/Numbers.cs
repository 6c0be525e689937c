namespace GrpcExp.Evaluation;

/// <summary>Compares integers and doubles exactly, also beyond 2^53 where an integer has no double of its own.</summary>
internal static class Numbers
{
    /// <summary>2^63: the first double above every long.</summary>
    private const double AboveEveryInt = 9_223_372_036_854_775_808d;

    /// <summary>Negative, zero or positive; null when either is no number.</summary>
    public static int? Compare(in AttributeValue left, in AttributeValue right) => (left.Kind, right.Kind) switch
    {
        (AttributeKind.Int, AttributeKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (AttributeKind.Double, AttributeKind.Double) => Compare(left.AsDouble, right.AsDouble),
        (AttributeKind.Int, AttributeKind.Double) => Compare(left.AsInt, right.AsDouble),
        (AttributeKind.Double, AttributeKind.Int) => -Compare(right.AsInt, left.AsDouble),
        _ => null,
    };

    private static int? Compare(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    private static int? Compare(long left, double right)
    {
        if (double.IsNaN(right))
        {
            return null;
        }

        if (right >= AboveEveryInt)
        {
            return -1;
        }

        if (right < -AboveEveryInt)
        {
            return 1;
        }

        var whole = Math.Truncate(right);
        var compared = left.CompareTo((long)whole);
        return compared != 0 ? compared : whole.CompareTo(right);
    }
}
