namespace GrpcExp.Evaluation;

/// <summary>A test of one attribute; a missing attribute does not match.</summary>
internal abstract class AttributeCondition(string attribute) : Condition
{
    private readonly bool _isUnitId = attribute == UnitAttribute.UnitIdName;

    public sealed override bool Matches(in UnitContext context)
    {
        if (_isUnitId)
        {
            return context.Unit.Length > 0 && Test(AttributeValue.Text(context.Unit));
        }

        var value = context.Find(attribute);
        return value.Kind != AttributeKind.None && Test(value);
    }

    protected abstract bool Test(in AttributeValue value);
}
