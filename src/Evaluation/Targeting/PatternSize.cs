namespace GrpcExp.Evaluation;

/// <summary>
/// Bounds a regular expression before it is compiled: the linear-time engine unrolls counted repetitions, so
/// <c>((a{1000}){1000}){1000}</c> would take a thousand million nodes.
/// </summary>
internal static class PatternSize
{
    /// <summary>Product of the upper bounds of all counted repetitions; an upper bound of the growth, wherever they nest.</summary>
    public static long Repetitions(string pattern)
    {
        long product = 1;
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '{' && product <= EvaluationLimits.PatternRepetitions)
            {
                product *= Math.Max(1, Bound(pattern.AsSpan(index + 1)));
            }
        }

        return product;
    }

    // The larger number of {n}, {n,} or {n,m}; 1 when the brace starts no repetition.
    private static long Bound(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('}');
        if (end < 0 || rest[..end].ContainsAnyExcept("0123456789,"))
        {
            return 1;
        }

        var body = rest[..end];
        var comma = body.IndexOf(',');
        var last = comma < 0 || comma == body.Length - 1 ? body.TrimEnd(',') : body[(comma + 1)..];
        return int.TryParse(last, out var bound) ? bound : int.MaxValue;
    }
}
