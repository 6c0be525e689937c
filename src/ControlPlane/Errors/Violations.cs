using System.Text;

namespace GrpcExp.ControlPlane.Errors;

/// <summary>Collects everything that is wrong with a request, so that a caller mends it in one go.</summary>
internal sealed class Violations
{
    /// <summary>A hostile request could be wrong in a million places; beyond this many nobody reads on.</summary>
    private const int Most = 100;

    private readonly List<FieldViolation> _all = [];

    public IReadOnlyList<FieldViolation> All => _all;

    public void Add(string field, string description)
    {
        if (_all.Count < Most)
        {
            _all.Add(new FieldViolation(field, description));
        }
    }

    public void AddIf(bool wrong, string field, string description)
    {
        if (wrong)
        {
            Add(field, description);
        }
    }

    /// <summary>A key of a resource; returns whether it is well-formed.</summary>
    public bool Key(string field, string key)
    {
        var fits = IsKey(key);
        AddIf(!fits, field, $"'{Shown(key)}' is refused: a key is 1 to {Limits.KeyLength} letters, digits, '_', '-' or '.'");
        return fits;
    }

    public void OptionalKey(string field, string key)
    {
        if (key.Length > 0)
        {
            Key(field, key);
        }
    }

    /// <summary>A text that must be there.</summary>
    public void Required(string field, string text, int most)
    {
        AddIf(string.IsNullOrWhiteSpace(text), field, $"is empty: give 1 to {most} characters");
        Text(field, text, most);
    }

    /// <summary>A text that may be empty.</summary>
    public void Text(string field, string text, int most)
    {
        AddIf(text.Length > most, field, $"has {text.Length} characters, over the limit of {most}");
        AddIf(text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')), field, "has control characters: take them out");
    }

    public void Range(string field, double value, double least, double most, string unit) =>
        AddIf(!(value >= least && value <= most), field, $"{value:R} is refused: give {least:R} to {most:R} {unit}");

    /// <summary>The fields that every mutation has.</summary>
    public void Mutation(string requestId, string reason, string etag = "")
    {
        Text("request_id", requestId, Limits.RequestIdLength);
        AddIf(requestId.AsSpan().ContainsAny('\n', '\r', '\t'), "request_id", "has line breaks or tabs: take them out");
        Text("reason", reason, Limits.ReasonLength);
        Text("etag", etag, Limits.EtagLength);
    }

    /// <exception cref="ControlException">InvalidArgument with all violations, if there is any.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw new ControlException(ControlError.InvalidArgument, Sentence("The request is refused: ", _all), _all);
        }
    }

    public static bool IsKey(string key) =>
        key.Length is > 0 and <= Limits.KeyLength && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');

    /// <summary>All violations in one line; a status message travels in a header, so it is cut.</summary>
    public static string Sentence(string opening, IEnumerable<FieldViolation> violations)
    {
        const int Longest = 1_500;
        var text = new StringBuilder(opening);
        var count = 0;
        foreach (var violation in violations)
        {
            if (text.Length > Longest)
            {
                return text.Append("; …").ToString();
            }

            text.Append(count++ == 0 ? "" : "; ").Append(violation.Field).Append(": ").Append(Shown(violation.Description, 400));
        }

        return text.Append('.').ToString();
    }

    /// <summary>A value as it can be shown in a message.</summary>
    public static string Shown(string value, int most = 120)
    {
        var printable = string.Concat(value.Take(most).Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return value.Length > most ? printable + "…" : printable;
    }
}
