namespace GrpcExp.Evaluation;

internal sealed class VersionCondition(string attribute, ConditionOperator comparison, string bound) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value)
    {
        if (value.AsText is not { } text
            || !SemanticVersion.TryParse(text, out var version)
            || !SemanticVersion.TryParse(bound, out var boundVersion))
        {
            return false;
        }

        var compared = version.CompareTo(boundVersion);
        return comparison switch
        {
            ConditionOperator.SemverEquals => compared == 0,
            ConditionOperator.SemverLessThan => compared < 0,
            _ => compared > 0,
        };
    }
}
