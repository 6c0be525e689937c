using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Takes from a request what a user may write, and everything else from what is stored.</summary>
internal static class Drafts
{
    public static Experiment Of(Experiment wanted, Experiment? before)
    {
        var draft = wanted.Clone();
        draft.State = ExperimentState.Draft;
        draft.Allocations.Clear();
        draft.PinnedMetricVersions.Clear();
        draft.StartTime = null;
        draft.EndTime = null;
        draft.Decision = Decision.Unspecified;
        draft.ShippedVariant = "";
        draft.SubmittedBy = before?.SubmittedBy ?? "";
        draft.ApprovedBy = "";
        return draft;
    }
}
