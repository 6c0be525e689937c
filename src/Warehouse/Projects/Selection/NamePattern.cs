using System.Text;
using System.Text.RegularExpressions;

namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>A name with the wildcards of a shell: <c>*</c> any characters, <c>?</c> one, <c>[ab]</c> one of them.</summary>
internal static class NamePattern
{
    public static bool HasWildcards(string pattern) => pattern.AsSpan().ContainsAny('*', '?', '[');

    public static bool Matches(string pattern, string name) =>
        HasWildcards(pattern)
            ? Regex.IsMatch(name, Expression(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
            : pattern == name;

    private static string Expression(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (close > 0)
            {
                var inside = pattern[(i + 1)..close];
                var excludes = inside[0] is '!' or '^';
                expression.Append('[').Append(excludes ? "^" : "");
                foreach (var character in excludes ? inside[1..] : inside)
                {
                    expression.Append(character is '\\' or ']' or '[' or '^' ? $"\\{character}" : character);
                }

                expression.Append(']');
                i = close;
                continue;
            }

            expression.Append(pattern[i] switch
            {
                '*' => ".*",
                '?' => ".",
                var other => Regex.Escape(other.ToString()),
            });
        }

        return expression.Append('$').ToString();
    }
}
