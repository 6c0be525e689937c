using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.Unit.ControlPlane;

public sealed class StateMachineTests
{
    /// <summary>The lifecycle of the contract's comment, written down once more by hand.</summary>
    private static readonly Dictionary<(ExperimentState, Transition), ExperimentState> Legal = new()
    {
        [(ExperimentState.Draft, Transition.UpdateExperiment)] = ExperimentState.Draft,
        [(ExperimentState.Draft, Transition.SubmitExperiment)] = ExperimentState.Review,
        [(ExperimentState.Review, Transition.RequestChanges)] = ExperimentState.Draft,
        [(ExperimentState.Review, Transition.ApproveExperiment)] = ExperimentState.Approved,
        [(ExperimentState.Approved, Transition.RequestChanges)] = ExperimentState.Draft,
        [(ExperimentState.Approved, Transition.StartExperiment)] = ExperimentState.Running,
        [(ExperimentState.Running, Transition.RampExperiment)] = ExperimentState.Running,
        [(ExperimentState.Running, Transition.ConcludeExperiment)] = ExperimentState.Concluded,
        [(ExperimentState.Draft, Transition.ArchiveExperiment)] = ExperimentState.Archived,
        [(ExperimentState.Review, Transition.ArchiveExperiment)] = ExperimentState.Archived,
        [(ExperimentState.Approved, Transition.ArchiveExperiment)] = ExperimentState.Archived,
        [(ExperimentState.Concluded, Transition.ArchiveExperiment)] = ExperimentState.Archived,
    };

    [Fact]
    public void Every_state_allows_its_transitions_and_no_other()
    {
        foreach (var state in Enum.GetValues<ExperimentState>().Where(state => state != ExperimentState.Unspecified))
        {
            foreach (var transition in Enum.GetValues<Transition>())
            {
                var experiment = new Experiment { Key = "e", State = state };
                if (Legal.TryGetValue((state, transition), out var next))
                {
                    Assert.Equal(next, StateMachine.Next(experiment, transition));
                    Assert.Contains(transition, StateMachine.LegalFrom(state));
                }
                else
                {
                    var refusal = Assert.Throws<ControlException>(() => StateMachine.Next(experiment, transition));
                    Assert.Equal(ControlError.IllegalTransition, refusal.Error);
                    Assert.Equal(string.Join(",", StateMachine.LegalFrom(state)), refusal.Facts["legal_transitions"]);
                }
            }
        }
    }
}
