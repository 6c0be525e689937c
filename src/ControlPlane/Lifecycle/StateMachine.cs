using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>The one table of legal transitions.</summary>
internal static class StateMachine
{
    private static readonly (ExperimentState From, Transition By, ExperimentState To)[] Table =
    [
        (ExperimentState.Draft, Transition.UpdateExperiment, ExperimentState.Draft),
        (ExperimentState.Draft, Transition.SubmitExperiment, ExperimentState.Review),
        (ExperimentState.Draft, Transition.ArchiveExperiment, ExperimentState.Archived),
        (ExperimentState.Review, Transition.RequestChanges, ExperimentState.Draft),
        (ExperimentState.Review, Transition.ApproveExperiment, ExperimentState.Approved),
        (ExperimentState.Review, Transition.ArchiveExperiment, ExperimentState.Archived),
        (ExperimentState.Approved, Transition.RequestChanges, ExperimentState.Draft),
        (ExperimentState.Approved, Transition.StartExperiment, ExperimentState.Running),
        (ExperimentState.Approved, Transition.ArchiveExperiment, ExperimentState.Archived),
        (ExperimentState.Running, Transition.RampExperiment, ExperimentState.Running),
        (ExperimentState.Running, Transition.ConcludeExperiment, ExperimentState.Concluded),
        (ExperimentState.Concluded, Transition.ArchiveExperiment, ExperimentState.Archived),
    ];

    /// <summary>The transitions that a state allows.</summary>
    public static IReadOnlyList<Transition> LegalFrom(ExperimentState state) =>
        [.. Table.Where(row => row.From == state).Select(row => row.By)];

    /// <summary>The state that a transition leads to.</summary>
    /// <exception cref="ControlException">IllegalTransition, naming the legal ones.</exception>
    public static ExperimentState Next(Experiment experiment, Transition by)
    {
        foreach (var row in Table)
        {
            if (row.From == experiment.State && row.By == by)
            {
                return row.To;
            }
        }

        var legal = LegalFrom(experiment.State);
        var ways = legal.Count == 0 ? "nothing can change any more" : $"legal from there: {string.Join(", ", legal)}";
        throw new ControlException(
            ControlError.IllegalTransition,
            $"experiments/{experiment.Key} is {NameOf(experiment.State)}: {by} is not possible; {ways}.")
        {
            Facts =
            {
                ["state"] = NameOf(experiment.State),
                ["legal_transitions"] = string.Join(",", legal),
            },
        };
    }

    /// <summary>The state as people write it, for example <c>DRAFT</c>.</summary>
    public static string NameOf(ExperimentState state) => state.ToString().ToUpperInvariant();
}
