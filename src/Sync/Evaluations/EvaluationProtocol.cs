namespace GrpcExp.Sync;

/// <summary>The ways to ask for an evaluation; the label of the counters.</summary>
public enum EvaluationProtocol
{
    /// <summary>grpcexp.evaluation.v1 over gRPC.</summary>
    Grpc,

    /// <summary>The raw protocol.</summary>
    Raw,

    /// <summary>flagd.evaluation.v1 and v2.</summary>
    Flagd,

    /// <summary>OpenFeature Remote Evaluation Protocol.</summary>
    Ofrep,

    /// <summary>Inside the process that asks.</summary>
    InProcess,
}
