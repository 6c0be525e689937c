namespace GrpcExp.Statistics.Planning;

/// <summary>How long units take to arrive.</summary>
/// <param name="Days">
/// Whole days, rounded up; whole weeks of them when those were asked for. Absent (no units) without traffic.
/// </param>
/// <param name="Weeks">Whole weeks, rounded up: a week's days differ, so whole weeks weigh each alike. Absent as the days are.</param>
public readonly record struct PlannedDuration(Measure Days, Measure Weeks)
{
    private const double DaysAWeek = 7;

    /// <summary>The time that units take.</summary>
    /// <param name="units">Of all variants together; absent ones make the duration absent.</param>
    /// <param name="unitsPerDay">New units a day over all variants, ≥ 0 and finite.</param>
    /// <param name="wholeWeeks">Rounds the days up to whole weeks; default false.</param>
    public static PlannedDuration Of(Measure units, double unitsPerDay, bool wholeWeeks = false)
    {
        if (!(unitsPerDay >= 0) || double.IsInfinity(unitsPerDay))
        {
            throw new ArgumentOutOfRangeException(nameof(unitsPerDay), unitsPerDay, "Units a day must be a finite number of 0 or more.");
        }

        if (unitsPerDay == 0)
        {
            return new(Measure.Absent(AbsenceReason.NoUnits), Measure.Absent(AbsenceReason.NoUnits));
        }

        var days = units.Map(n => Math.Ceiling(n / unitsPerDay));
        var weeks = days.Map(d => Math.Ceiling(d / DaysAWeek));
        return new(wholeWeeks ? weeks.Map(w => w * DaysAWeek) : days, weeks);
    }
}
