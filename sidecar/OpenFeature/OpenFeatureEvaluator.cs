using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>Answers OpenFeature's protocols from one snapshot.</summary>
/// <param name="snapshot">The snapshot; null answers that none is there.</param>
/// <param name="staleAge">Age of the snapshot while no source is in touch; null while fresh.</param>
internal readonly struct OpenFeatureEvaluator(LoadedSnapshot? snapshot, TimeSpan? staleAge)
{
    /// <summary>What the state serves now, for one request.</summary>
    public static OpenFeatureEvaluator Of(SnapshotState state) => new(state.Current, state.StaleAge);

    public LoadedSnapshot? Snapshot => snapshot;

    public bool IsStale => staleAge is not null;

    public OpenFeatureAnswer Answer(string flagKey, OpenFeatureContext context, FlagType expected = FlagType.Unspecified) =>
        new(flagKey, Evaluator.Evaluate(snapshot?.Model, new EvaluationRequest(flagKey, context.Unit, context.Attributes, expected)), staleAge);

    /// <summary>Some clients ask for whole numbers as they ask for any number.</summary>
    public OpenFeatureAnswer AnswerNumber(string flagKey, OpenFeatureContext context)
    {
        var isInt = snapshot is not null && snapshot.Model.TryGetFlag(flagKey, out var flag) && flag.Type == FlagType.Int;
        return Answer(flagKey, context, isInt ? FlagType.Int : FlagType.Double);
    }
}
