namespace GrpcExp.Warehouse.Projects;

/// <summary>Names that a mistyped one may have meant.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>At most three names that hold the text or differ from it in few letters, nearest first.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names) =>
    [
        .. names.Distinct()
            .Select(name => (Name: name, Distance: Distance(text, name)))
            .Where(near => near.Distance <= Math.Max(2, text.Length / 3) || (text.Length >= 3 && near.Name.Contains(text, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(near => near.Name),
    ];

    /// <summary>Letters to insert, drop or change to make one of the other (Levenshtein).</summary>
    internal static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var changed = diagonal + (char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
