namespace GrpcExp.Sync;

/// <summary>Bounds of one evaluation call, over gRPC and over the raw protocol.</summary>
public static class EvaluationLimit
{
    /// <summary>Most evaluations in one batch.</summary>
    public const int Batch = 1_000;
}
