namespace GrpcExp.Evaluation;

internal sealed class NumberCondition(string attribute, ConditionOperator comparison, AttributeValue bound) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value) =>
        Numbers.Compare(value, bound) is { } compared && comparison switch
        {
            ConditionOperator.LessThan => compared < 0,
            ConditionOperator.LessThanOrEqual => compared <= 0,
            ConditionOperator.GreaterThan => compared > 0,
            _ => compared >= 0,
        };
}
