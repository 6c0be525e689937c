using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>What both versions of the protocol do alike: read the context and answer.</summary>
internal sealed class FlagdResolver(SnapshotEvaluator evaluator)
{
    /// <summary>One flag.</summary>
    /// <exception cref="RpcException">It has no answer.</exception>
    public OpenFeatureAnswer Resolve(string flagKey, Struct? context, FlagType expected) =>
        FlagdErrors.OrThrow(Open().Answer(flagKey, StructContext.Read(context), expected));

    /// <summary>One flag with numbers, whole ones too.</summary>
    /// <exception cref="RpcException">It has no answer.</exception>
    public OpenFeatureAnswer ResolveNumber(string flagKey, Struct? context) =>
        FlagdErrors.OrThrow(Open().AnswerNumber(flagKey, StructContext.Read(context)));

    /// <summary>All flags that have an answer, at one revision.</summary>
    /// <exception cref="RpcException">There is no snapshot yet.</exception>
    public (LoadedSnapshot Snapshot, IEnumerable<OpenFeatureAnswer> Answers) ResolveAll(Struct? context)
    {
        var flags = Open();
        var snapshot = flags.Snapshot ?? throw FlagdErrors.NotReady();
        var unit = StructContext.Read(context);
        return (snapshot, snapshot.Model.Flags.Select(flag => flags.AnswerOneOfAll(flag.Key, unit)).Where(answer => answer.ErrorCode is null));
    }

    private OpenFeatureEvaluator Open() => new(evaluator.Open(EvaluationProtocol.Flagd));
}
