namespace GrpcExp.Evaluation;

internal sealed class PresentCondition(string attribute) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value) => true;
}
