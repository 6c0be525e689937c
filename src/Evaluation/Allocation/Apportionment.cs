namespace GrpcExp.Evaluation;

/// <summary>
/// Sainte-Laguë apportionment (Balinski and Young, Fair Representation, 1982): seats go one by one to the largest
/// <c>weight / (2·seats + 1)</c>. Being a divisor method it is house-monotone: a larger house never takes a seat away,
/// which rounding by largest remainders does (the Alabama paradox) and ramping must not.
/// </summary>
internal static class Apportionment
{
    /// <summary>Shares out the seats; ties go to the earlier weight, and whole quotas are met exactly.</summary>
    public static int[] Apportion(IReadOnlyList<int> weights, int seats)
    {
        var shares = new int[weights.Count];
        for (var seat = 0; seat < seats; seat++)
        {
            var best = -1;
            for (var index = 0; index < weights.Count; index++)
            {
                // Compared by cross-multiplication, in integers, so that every platform breaks ties alike.
                if (weights[index] > 0
                    && (best < 0 || (long)weights[index] * (2 * shares[best] + 1) > (long)weights[best] * (2 * shares[index] + 1)))
                {
                    best = index;
                }
            }

            shares[best]++;
        }

        return shares;
    }
}
