namespace GrpcExp.Load.Populations;

/// <summary>A unit in one of its two experiments.</summary>
/// <param name="Experiment">Index of the experiment.</param>
/// <param name="IsTreated">Whether it got the treatment.</param>
/// <param name="At">When, milliseconds from the population's first day.</param>
internal readonly record struct UnitAssignment(int Experiment, bool IsTreated, long At);
