using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Schedules;

/// <summary>What became of a move that was due.</summary>
/// <param name="Move">The move.</param>
/// <param name="Experiment">The experiment after it; null when it was refused.</param>
/// <param name="Problem">Why it was refused, for a person; empty when it was done.</param>
internal sealed record DueMoveOutcome(DueMove Move, Experiment? Experiment, string Problem)
{
    public bool Done => Experiment is not null;
}
