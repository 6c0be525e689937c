using System.Collections.Frozen;

namespace GrpcExp.Evaluation;

/// <summary>Membership of a segment: exclusion first, then inclusion, then the segment's own condition.</summary>
internal sealed class SegmentCondition(FrozenSet<string> included, FrozenSet<string> excluded, Condition? condition) : Condition
{
    public override bool Matches(in UnitContext context) =>
        !excluded.Contains(context.Unit) && (included.Contains(context.Unit) || (condition is not null && condition.Matches(context)));
}
