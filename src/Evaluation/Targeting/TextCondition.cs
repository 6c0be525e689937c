namespace GrpcExp.Evaluation;

/// <summary>Contains, starts with, ends with: ordinal, any of the values, any element of a list.</summary>
internal sealed class TextCondition(string attribute, ConditionOperator comparison, string[] values) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value)
    {
        if (value.AsText is { } single)
        {
            return Holds(single);
        }

        foreach (var text in value.AsTextList)
        {
            if (text is not null && Holds(text))
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(string text)
    {
        foreach (var value in values)
        {
            if (comparison switch
            {
                ConditionOperator.Contains => text.Contains(value, StringComparison.Ordinal),
                ConditionOperator.StartsWith => text.StartsWith(value, StringComparison.Ordinal),
                _ => text.EndsWith(value, StringComparison.Ordinal),
            })
            {
                return true;
            }
        }

        return false;
    }
}
