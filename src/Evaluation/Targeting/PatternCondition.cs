using System.Text.RegularExpressions;

namespace GrpcExp.Evaluation;

/// <summary>A regular expression on the linear-time engine: no input makes it slow.</summary>
internal sealed class PatternCondition(string attribute, Regex pattern) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value)
    {
        if (value.AsText is { } single)
        {
            return pattern.IsMatch(single);
        }

        foreach (var text in value.AsTextList)
        {
            if (text is not null && pattern.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }
}
