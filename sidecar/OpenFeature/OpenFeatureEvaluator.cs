using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>Answers OpenFeature's protocols from one view.</summary>
/// <param name="view">What to answer from.</param>
internal readonly struct OpenFeatureEvaluator(EvaluationView view)
{
    public LoadedSnapshot? Snapshot => view.Snapshot;

    /// <summary>Which of the stretches between starts and ends of scheduled rules the request falls into.</summary>
    public int SchedulePhase => view.Snapshot?.Model.SchedulePhase(view.Now) ?? 0;

    public bool IsStale => view.StaleAge is not null;

    /// <summary>One flag; the answer is an exposure unless the context says otherwise.</summary>
    public OpenFeatureAnswer Answer(string flagKey, OpenFeatureContext context, FlagType expected = FlagType.Unspecified) =>
        Answer(flagKey, context, expected, context.RecordExposures ?? true);

    /// <summary>Some clients ask for whole numbers as they ask for any number.</summary>
    public OpenFeatureAnswer AnswerNumber(string flagKey, OpenFeatureContext context)
    {
        var isInt = Snapshot is { } snapshot && snapshot.Model.TryGetFlag(flagKey, out var flag) && flag.Type == FlagType.Int;
        return Answer(flagKey, context, isInt ? FlagType.Int : FlagType.Double);
    }

    /// <summary>One of all flags, which were fetched rather than met: no exposure unless the context says otherwise.</summary>
    public OpenFeatureAnswer AnswerOneOfAll(string flagKey, OpenFeatureContext context) =>
        Answer(flagKey, context, FlagType.Unspecified, context.RecordExposures ?? false);

    private OpenFeatureAnswer Answer(string flagKey, OpenFeatureContext context, FlagType expected, bool recordExposure) =>
        new(flagKey, view.Evaluate(new EvaluationRequest(flagKey, context.Unit, context.Attributes, expected), recordExposure), view.StaleAge);
}
