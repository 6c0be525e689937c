using System.Buffers;

namespace GrpcExp.Evaluation;

/// <summary>
/// Reads and compares versions by Semantic Versioning 2.0.0, §§ 2, 9, 10 and 11. Works on spans: numbers may be of any
/// length, nothing is allocated, build metadata is checked and then ignored.
/// </summary>
internal readonly ref struct SemanticVersion
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly ReadOnlySpan<char> _core;
    private readonly ReadOnlySpan<char> _prerelease;

    private SemanticVersion(ReadOnlySpan<char> core, ReadOnlySpan<char> prerelease)
    {
        _core = core;
        _prerelease = prerelease;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        var plus = text.IndexOf('+');
        if (plus >= 0 && !AreIdentifiers(text[(plus + 1)..], leadingZeros: true))
        {
            return false;
        }

        var rest = plus >= 0 ? text[..plus] : text;
        var dash = rest.IndexOf('-');
        var core = dash >= 0 ? rest[..dash] : rest;
        var prerelease = dash >= 0 ? rest[(dash + 1)..] : default;
        if (core.Count('.') != 2 || !AreIdentifiers(core, leadingZeros: false) || core.ContainsAnyExcept("0123456789.")
            || (dash >= 0 && !AreIdentifiers(prerelease, leadingZeros: false)))
        {
            return false;
        }

        version = new SemanticVersion(core, prerelease);
        return true;
    }

    /// <summary>Precedence: negative, zero or positive.</summary>
    public int CompareTo(SemanticVersion other)
    {
        var compared = CompareIdentifiers(_core, other._core);
        if (compared != 0)
        {
            return compared;
        }

        // §11.3: a pre-release comes before its release.
        return (_prerelease.IsEmpty, other._prerelease.IsEmpty) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => CompareIdentifiers(_prerelease, other._prerelease),
        };
    }

    private static bool AreIdentifiers(ReadOnlySpan<char> text, bool leadingZeros)
    {
        while (true)
        {
            var dot = text.IndexOf('.');
            var identifier = dot >= 0 ? text[..dot] : text;
            if (identifier.IsEmpty || identifier.ContainsAnyExcept(IdentifierCharacters)
                || (!leadingZeros && identifier.Length > 1 && identifier[0] == '0' && IsNumber(identifier)))
            {
                return false;
            }

            if (dot < 0)
            {
                return true;
            }

            text = text[(dot + 1)..];
        }
    }

    private static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var compared = CompareIdentifier(Next(ref left), Next(ref right));
            if (compared != 0)
            {
                return compared;
            }
        }

        // §11.4.4: when all before are equal, the longer one comes later.
        return left.IsEmpty ? (right.IsEmpty ? 0 : -1) : 1;
    }

    private static int CompareIdentifier(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsNumber = IsNumber(left);
        if (leftIsNumber != IsNumber(right))
        {
            return leftIsNumber ? -1 : 1;
        }

        // Without leading zeros, the longer number is the larger.
        return leftIsNumber && left.Length != right.Length
            ? left.Length.CompareTo(right.Length)
            : left.CompareTo(right, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> identifiers)
    {
        var dot = identifiers.IndexOf('.');
        var identifier = dot >= 0 ? identifiers[..dot] : identifiers;
        identifiers = dot >= 0 ? identifiers[(dot + 1)..] : default;
        return identifier;
    }

    private static bool IsNumber(ReadOnlySpan<char> identifier) => !identifier.ContainsAnyExcept(Digits);
}
