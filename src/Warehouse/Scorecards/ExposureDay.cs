namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Exposures of one experiment on one UTC day, and what was wrong with them; one can be wrong in several ways.</summary>
/// <param name="Day">The day.</param>
/// <param name="Exposures">All of them.</param>
/// <param name="Valid">Those with nothing wrong.</param>
/// <param name="Orphans">Of units that were never assigned.</param>
/// <param name="BeforeAssignment">Before the unit's assignment.</param>
/// <param name="OtherVariant">To another variant than the unit's.</param>
/// <param name="OutsideWindow">Before the start or after the end.</param>
/// <param name="Late">Long after the assignment; they count.</param>
public sealed record ExposureDay(DateOnly Day, long Exposures, long Valid, long Orphans, long BeforeAssignment, long OtherVariant, long OutsideWindow, long Late);
