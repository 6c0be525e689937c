using System.Buffers.Text;
using System.Text;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Paging;

/// <summary>
/// Which page a list call wants. A page token holds the last key of the page before, so that paging stays right while
/// resources come and go.
/// </summary>
internal sealed class PageRequest
{
    private const string Mark = "k1:";

    private PageRequest(int size, string after)
    {
        Size = size;
        After = after;
    }

    public int Size { get; }

    /// <summary>Last key of the page before; empty for the first page.</summary>
    public string After { get; }

    /// <summary>Notes what is wrong and gives a usable page all the same, so that the caller can go on collecting.</summary>
    public static PageRequest Read(Violations violations, int pageSize, string pageToken)
    {
        violations.AddIf(pageSize is < 0 or > Limits.MaxPageSize, "page_size", $"{pageSize} is refused: give 1 to {Limits.MaxPageSize}, or 0 for {Limits.DefaultPageSize}");
        var after = Decode(pageToken);
        violations.AddIf(after is null, "page_token", "is not one of ours: send next_page_token of the page before, or nothing");
        return new PageRequest(pageSize == 0 ? Limits.DefaultPageSize : pageSize, after ?? "");
    }

    public ResourceQuery ToQuery(string contains) => new(After, contains, Size + 1);

    /// <summary>Splits what <see cref="ToQuery"/> found, one more than the page, into the page and the token of the next.</summary>
    public (IReadOnlyList<T> Page, string NextToken) Cut<T>(IReadOnlyList<T> found, Func<T, string> key) =>
        found.Count > Size
            ? ([.. found.Take(Size)], Encode(key(found[Size - 1])))
            : (found, "");

    /// <summary>The page of a list that is known whole, in the order of its keys, and the token of the next.</summary>
    public (IReadOnlyList<T> Page, string NextToken) Of<T>(IEnumerable<T> all, Func<T, string> key) => Cut(
        [.. all.Where(item => string.CompareOrdinal(key(item), After) > 0).OrderBy(key, StringComparer.Ordinal).Take(Size + 1)], key);

    private static string Encode(string after) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Mark + after));

    private static string? Decode(string token)
    {
        if (token.Length == 0)
        {
            return "";
        }

        if (token.Length > Limits.PageTokenLength || !Base64Url.IsValid(token))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return text.StartsWith(Mark, StringComparison.Ordinal) && text[Mark.Length..].Split('/').All(Violations.IsKey) ? text[Mark.Length..] : null;
    }
}
