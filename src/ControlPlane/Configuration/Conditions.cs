using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Configuration;

/// <summary>Looks into conditions.</summary>
internal static class Conditions
{
    /// <summary>Keys of the segments that a condition uses itself, each once.</summary>
    public static IEnumerable<string> SegmentsIn(Condition? condition)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Collect(condition, keys);
        return keys;
    }

    // The protobuf parser refuses messages nested deeper than 100, so this recursion is bounded.
    private static void Collect(Condition? condition, HashSet<string> keys)
    {
        switch (condition?.KindCase)
        {
            case Condition.KindOneofCase.Segment:
                keys.Add(condition.Segment);
                break;
            case Condition.KindOneofCase.AllOf:
                CollectAll(condition.AllOf, keys);
                break;
            case Condition.KindOneofCase.AnyOf:
                CollectAll(condition.AnyOf, keys);
                break;
        }
    }

    private static void CollectAll(ConditionGroup group, HashSet<string> keys)
    {
        foreach (var part in group.Conditions)
        {
            Collect(part, keys);
        }
    }
}
