namespace GrpcExp.Evaluation;

/// <summary>And / or: an empty "all" holds, an empty "any" does not.</summary>
internal sealed class GroupCondition(Condition[] parts, bool all) : Condition
{
    public override bool Matches(in UnitContext context)
    {
        foreach (var part in parts)
        {
            if (part.Matches(context) != all)
            {
                return !all;
            }
        }

        return all;
    }
}
