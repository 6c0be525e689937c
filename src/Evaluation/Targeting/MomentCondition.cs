namespace GrpcExp.Evaluation;

internal sealed class MomentCondition(string attribute, bool before, long utcTicks) : AttributeCondition(attribute)
{
    protected override bool Test(in AttributeValue value) =>
        Moments.TryRead(value, out var ticks) && ticks < utcTicks == before;
}
