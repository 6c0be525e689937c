namespace GrpcExp.Micro.Statistics;

/// <summary>What a benchmark must stay under.</summary>
/// <param name="milliseconds">Mean time of one call on one core.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TargetAttribute(double milliseconds) : Attribute
{
    public double Milliseconds { get; } = milliseconds;
}
