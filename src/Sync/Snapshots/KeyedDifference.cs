using Google.Protobuf;

namespace GrpcExp.Sync;

/// <summary>What differs between two lists of messages with keys.</summary>
/// <param name="Put">New or changed ones, in the order of the list after.</param>
/// <param name="Added">Keys of the new ones.</param>
/// <param name="Deleted">Keys of those that are gone, ordinally.</param>
internal sealed record KeyedDifference<T>(IReadOnlyList<T> Put, IReadOnlySet<string> Added, IReadOnlyList<string> Deleted)
    where T : IMessage<T>
{
    public static KeyedDifference<T> Between(IEnumerable<T> from, IEnumerable<T> to, Func<T, string> keyOf)
    {
        var before = from.ToDictionary(keyOf, StringComparer.Ordinal);
        var put = new List<T>();
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in to)
        {
            if (!before.Remove(keyOf(item), out var old))
            {
                added.Add(keyOf(item));
                put.Add(item);
            }
            else if (!old.Equals(item))
            {
                put.Add(item);
            }
        }

        return new KeyedDifference<T>(put, added, [.. before.Keys.Order(StringComparer.Ordinal)]);
    }
}
