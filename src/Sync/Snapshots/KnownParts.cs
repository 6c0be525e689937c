using Google.Protobuf.Collections;

namespace GrpcExp.Sync;

/// <summary>Maps the parts of a snapshot and takes over what equal parts of an earlier one were mapped to.</summary>
internal static class KnownParts
{
    /// <param name="parts">The parts.</param>
    /// <param name="before">The parts of the earlier snapshot; null for none.</param>
    /// <param name="known">What those were mapped to, in their order.</param>
    /// <param name="keyOf">Key of a part.</param>
    /// <param name="map">Maps a part.</param>
    public static IReadOnlyList<TConfig> Map<TPart, TConfig>(
        RepeatedField<TPart> parts, RepeatedField<TPart>? before, IReadOnlyList<TConfig>? known, Func<TPart, string> keyOf, Func<TPart, TConfig> map)
        where TPart : IEquatable<TPart>
    {
        var places = new Dictionary<string, int>(before?.Count ?? 0, StringComparer.Ordinal);
        for (var i = 0; i < before?.Count; i++)
        {
            places[keyOf(before[i])] = i;
        }

        var mapped = new TConfig[parts.Count];
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = places.TryGetValue(keyOf(parts[i]), out var place) && before![place].Equals(parts[i]) ? known![place] : map(parts[i]);
        }

        return mapped;
    }
}
