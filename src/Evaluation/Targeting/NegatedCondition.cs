namespace GrpcExp.Evaluation;

internal sealed class NegatedCondition(Condition condition) : Condition
{
    public override bool Matches(in UnitContext context) => !condition.Matches(context);
}
