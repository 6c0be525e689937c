namespace GrpcExp.Statistics.Sequential;

/// <summary>One look of a group-sequential design.</summary>
/// <param name="InformationFraction">t, information at this look over the planned maximum.</param>
/// <param name="Boundary">
/// Stop when the statistic in the direction asked (|z| when two-sided) reaches this; absent with
/// <see cref="AbsenceReason.NoSolution"/> when so little may be spent that no z is enough.
/// </param>
/// <param name="NominalPValue">The plain p-value at the boundary, one- or two-sided as the design is; in (0, 1).</param>
/// <param name="CumulativeAlpha">Error rate used up to and including this look, both sides together.</param>
public sealed record GroupSequentialLook(
    double InformationFraction, Measure Boundary, Measure NominalPValue, double CumulativeAlpha);
