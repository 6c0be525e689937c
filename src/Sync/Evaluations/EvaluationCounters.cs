using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>Counts evaluations by protocol and outcome: a fixed number of counters, whatever callers send. Thread-safe.</summary>
public sealed class EvaluationCounters
{
    private static readonly EvaluationProtocol[] Protocols = Enum.GetValues<EvaluationProtocol>();
    private static readonly EvaluationReason[] Reasons = Enum.GetValues<EvaluationReason>();
    private static readonly EvaluationErrorCode[] ErrorCodes = Enum.GetValues<EvaluationErrorCode>();
    private static readonly int Outcomes = Reasons.Length + ErrorCodes.Length;

    private readonly long[] _counts = new long[Protocols.Length * Outcomes];

    /// <summary>Counts one evaluation.</summary>
    /// <param name="protocol">How it was asked for.</param>
    /// <param name="result">The answer.</param>
    public void Count(EvaluationProtocol protocol, in EvaluationResult result)
    {
        var outcome = result.ErrorCode == EvaluationErrorCode.None ? (int)result.Reason : Reasons.Length + (int)result.ErrorCode;
        Interlocked.Increment(ref _counts[((int)protocol * Outcomes) + outcome]);
    }

    /// <summary>How many evaluations a protocol has answered.</summary>
    public long Total(EvaluationProtocol protocol)
    {
        var total = 0L;
        for (var outcome = 0; outcome < Outcomes; outcome++)
        {
            total += Interlocked.Read(ref _counts[((int)protocol * Outcomes) + outcome]);
        }

        return total;
    }

    /// <summary>How many evaluations ended with a reason.</summary>
    public long Of(EvaluationProtocol protocol, EvaluationReason reason) => Interlocked.Read(ref _counts[((int)protocol * Outcomes) + (int)reason]);

    /// <summary>How many evaluations ended with an error.</summary>
    public long Of(EvaluationProtocol protocol, EvaluationErrorCode errorCode) =>
        Interlocked.Read(ref _counts[((int)protocol * Outcomes) + Reasons.Length + (int)errorCode]);
}
