using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>What a transition does to an experiment besides moving it to another state.</summary>
/// <param name="session">The write that it is part of; the step may stage other resources.</param>
/// <param name="before">The experiment as stored, in a state that allows the transition; not to be changed.</param>
/// <param name="violations">Gets what is wrong with the request.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
/// <returns>The experiment after the step, without its new state.</returns>
internal delegate Task<Experiment> LifecycleStep(WriteSession session, Experiment before, Violations violations, CancellationToken cancellationToken);
