namespace GrpcExp.Warehouse.Traffic;

/// <summary>How many units came in a window of whole UTC days.</summary>
/// <param name="FirstDay">First day with units.</param>
/// <param name="LastDay">Last day of the window.</param>
/// <param name="NewUnits">For each day from the first to the last the units that had not been active since the first.</param>
public sealed record UnitTraffic(DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<long> NewUnits)
{
    /// <summary>Days at the end of the window whose mean tells how many new units a later day brings.</summary>
    private const int TailDays = 7;

    /// <summary>
    /// New units that a day brings, counted from a start: those of the window as they came, and after its end the mean
    /// of its last 7 days.
    /// </summary>
    /// <param name="day">0 for the first day.</param>
    public double NewUnitsOn(int day) => day < NewUnits.Count ? NewUnits[day] : NewUnits.TakeLast(TailDays).Average();
}
