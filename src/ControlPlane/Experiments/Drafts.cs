using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>Takes from a request what a user may write, and everything else from what is stored.</summary>
internal static class Drafts
{
    /// <param name="wanted">What was asked for.</param>
    /// <param name="before">What is stored; null for a new draft.</param>
    /// <param name="editor">Who writes.</param>
    public static Experiment Of(Experiment wanted, Experiment? before, string editor)
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
        draft.FrozenScorecard = null;
        draft.Approvals.Clear();
        draft.ChangeRequests.Clear();
        draft.Editors.Clear();
        if (before is not null)
        {
            draft.Approvals.Add(before.Approvals);
            draft.ChangeRequests.Add(before.ChangeRequests);
            draft.Editors.Add(before.Editors);
        }

        if (!draft.Editors.Contains(editor))
        {
            draft.Editors.Add(editor);
        }

        return draft;
    }
}
