namespace GrpcExp.ControlPlane.Schedules;

/// <summary>Something that the dates of an experiment ask for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="ExperimentKey">The experiment.</param>
/// <param name="DueAt">Since when it is due, UTC.</param>
/// <param name="Etag">The experiment as it was read: a move is for that version only.</param>
/// <param name="TrafficBasisPoints">With <see cref="DueMoveKind.Ramp"/> the new share of eligible units; else 0.</param>
/// <param name="Reason">Why, for the audit log.</param>
internal sealed record DueMove(DueMoveKind Kind, string ExperimentKey, DateTime DueAt, string Etag, int TrafficBasisPoints, string Reason);
