using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>What both versions of the protocol do alike: read the context, answer, count.</summary>
internal sealed class FlagdResolver(SnapshotState state, SidecarCounters counters)
{
    /// <summary>One flag.</summary>
    /// <exception cref="RpcException">It has no answer.</exception>
    public OpenFeatureAnswer Resolve(string flagKey, Struct? context, FlagType expected)
    {
        counters.CountFlagd(1);
        return FlagdErrors.OrThrow(OpenFeatureEvaluator.Of(state).Answer(flagKey, StructContext.Read(context), expected));
    }

    /// <summary>One flag with numbers, whole ones too.</summary>
    /// <exception cref="RpcException">It has no answer.</exception>
    public OpenFeatureAnswer ResolveNumber(string flagKey, Struct? context)
    {
        counters.CountFlagd(1);
        return FlagdErrors.OrThrow(OpenFeatureEvaluator.Of(state).AnswerNumber(flagKey, StructContext.Read(context)));
    }

    /// <summary>All flags that have an answer, at one revision.</summary>
    /// <exception cref="RpcException">There is no snapshot yet.</exception>
    public (LoadedSnapshot Snapshot, IEnumerable<OpenFeatureAnswer> Answers) ResolveAll(Struct? context)
    {
        var evaluator = OpenFeatureEvaluator.Of(state);
        var snapshot = evaluator.Snapshot ?? throw FlagdErrors.NotReady();
        var unit = StructContext.Read(context);
        counters.CountFlagd(snapshot.Model.Flags.Count);
        return (snapshot, snapshot.Model.Flags.Select(flag => evaluator.Answer(flag.Key, unit)).Where(answer => answer.ErrorCode is null));
    }
}
