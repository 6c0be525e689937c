namespace GrpcExp.Cli.Names;

/// <summary>What somebody may have meant.</summary>
internal static class NearestName
{
    private const int LettersPerSlip = 3;

    /// <summary>
    /// The known name that takes the fewest slips to become the wanted one (a letter too many, missing, wrong, or two swapped: the
    /// optimal string alignment distance), at most one in three letters. Null when none is that near. The case of letters is no slip.
    /// </summary>
    public static string? Of(string wanted, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Slips: Slips(wanted.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(one => one.Slips)
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .FirstOrDefault((Name: "", Slips: int.MaxValue));
        return nearest.Slips <= Math.Max(1, wanted.Length / LettersPerSlip) ? nearest.Name : null;
    }

    private static int Slips(string from, string to)
    {
        var table = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                        table[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[from.Length, to.Length];
    }
}
