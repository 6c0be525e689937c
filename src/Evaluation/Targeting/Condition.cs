namespace GrpcExp.Evaluation;

/// <summary>A compiled condition. Immutable, thread-safe, never throws, allocates nothing.</summary>
internal abstract class Condition
{
    public static readonly Condition Everybody = new GroupCondition([], all: true);

    public abstract bool Matches(in UnitContext context);
}
