using System.Globalization;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Load.Populations;

/// <summary>
/// Units, their assignments in two experiments each, and their events. Every row is a pure function of the seed and of
/// its number, so rows are made while they are sent and none is kept.
/// </summary>
/// <remarks>
/// An event is made in three steps. Its unit: half of a day's events go to all units alike, half to the fifth of them that are
/// regulars, so that units differ. Its time, uniform over the day, and one of ten names, all equally likely. Then the names that are
/// primary somewhere happen with probability <see cref="Propensity"/> only and are <see cref="PopulationEvents.Other"/> otherwise.
/// A unit's two experiments have different primary names. So the effect of the one never touches the primary metric of the
/// other, and <see cref="PlantedTruth"/> can tell each in closed form.
/// </remarks>
internal sealed class Population(PopulationSize size, int seed, DateTimeOffset start)
{
    /// <summary>Variant keys.</summary>
    public const string Control = "control";

    /// <summary>Variant keys.</summary>
    public const string Treatment = "treatment";

    /// <summary>Probability that an event of a primary name happens to a unit without effect.</summary>
    public const double Propensity = 0.8;

    /// <summary>One unit in so many is a regular.</summary>
    public const int RegularEvery = 5;

    /// <summary>Milliseconds of a day.</summary>
    public const long DayLength = 86_400_000;

    private const int MostMinutesBetweenAssignments = 60;
    private static readonly TimeSpan UntilExposure = TimeSpan.FromMinutes(1);
    private static readonly string[] Segments = ["new", "returning", "loyal"];
    private static readonly string[] Countries = ["DE", "FR", "GB", "JP", "US"];
    private static readonly string[] Platforms = ["android", "ios", "web"];

    /// <summary>How large it is.</summary>
    public PopulationSize Size => size;

    /// <summary>The first instant of its first day, UTC.</summary>
    public DateTimeOffset Start => start;

    /// <summary>Its experiments.</summary>
    public IReadOnlyList<PlantedExperiment> Experiments { get; } = PlantedExperiment.All(size.Experiments, seed);

    /// <summary>Both assignments of a range of units, in the order of arrival.</summary>
    public AssignmentRow[] Assignments(int firstUnit, int units) => Rows(firstUnit, units, (unit, half, given) =>
    {
        var experiment = Experiments[given.Experiment];
        var traits = new Draws(seed, DrawPurpose.Unit, unit);
        return new AssignmentRow(
            Id('a', unit, half), experiment.Key, experiment.FlagKey, UnitId(unit), given.IsTreated ? Treatment : Control, traits.Below(10_000),
            start.AddMilliseconds(given.At), Segments[traits.Below(Segments.Length)], Countries[traits.Below(Countries.Length)], Platforms[traits.Below(Platforms.Length)]);
    });

    /// <summary>The exposures of the same, each a minute after its assignment.</summary>
    public ExposureRow[] Exposures(int firstUnit, int units) => Rows(firstUnit, units, (unit, half, given) =>
    {
        var experiment = Experiments[given.Experiment];
        return new ExposureRow(
            Id('x', unit, half), experiment.Key, experiment.FlagKey, UnitId(unit), given.IsTreated ? Treatment : Control,
            start.AddMilliseconds(given.At) + UntilExposure);
    });

    /// <summary>A range of a day's events.</summary>
    public EventRow[] Events(int day, int first, int count)
    {
        var rows = new EventRow[count];
        for (var i = 0; i < count; i++)
        {
            var drawn = Event(day, first + i);
            rows[i] = new EventRow(
                Id((char)('A' + (day % 26)), first + i, day), UnitId(drawn.Unit), PopulationEvents.Names[drawn.Name], drawn.Value, start.AddMilliseconds(drawn.At));
        }

        return rows;
    }

    /// <summary>A unit's assignment in a half of the experiments, 0 or 1; the second follows within the hour.</summary>
    public UnitAssignment AssignmentOf(int unit, int half)
    {
        var draws = new Draws(seed, DrawPurpose.Assignment, unit, half);
        var experiment = (2 * draws.Below(size.Experiments / 2)) + half;
        var isTreated = draws.Below(2) == 1;
        return new UnitAssignment(experiment, isTreated, ArrivalOf(unit) + (half * draws.Below(MostMinutesBetweenAssignments * 60_000)));
    }

    /// <summary>An event before it is a row: unit, place of its name, milliseconds from the first day, value.</summary>
    public (int Unit, int Name, long At, double? Value) Event(int day, int slot)
    {
        var draws = new Draws(seed, DrawPurpose.Event, day, slot);
        var units = size.UnitsOn(day);
        var unit = draws.Below(2) == 0 ? draws.Below(units) : RegularEvery * draws.Below(Regulars(units));
        var name = draws.Below(PopulationEvents.Names.Count);
        var at = (day * DayLength) + draws.Below((int)DayLength);
        var chance = draws.Share();
        var factor = 1.0;
        if (name < PopulationEvents.Other)
        {
            var half = name / 4;
            var kind = (PrimaryKind)(name % 4);
            factor += LiftOf(unit, half, kind, at);
            var propensity = kind is PrimaryKind.Count or PrimaryKind.Conversion ? Propensity * factor : Propensity;
            if (chance >= propensity)
            {
                (name, factor) = (PopulationEvents.Other, 1);
            }
        }

        var mean = PopulationEvents.MeanValues[name];
        return (unit, name, at, mean > 0 ? -Math.Log(1 - draws.Share()) * mean * factor : null);
    }

    /// <summary>Regulars among so many units.</summary>
    public static int Regulars(int units) => (units + RegularEvery - 1) / RegularEvery;

    private double LiftOf(int unit, int half, PrimaryKind kind, long at)
    {
        var given = AssignmentOf(unit, half);
        var experiment = Experiments[given.Experiment];
        return given.IsTreated && experiment.Kind == kind && at >= given.At ? experiment.Lift : 0;
    }

    private long ArrivalOf(int unit) => unit < size.Units
        ? (long)((Int128)unit * size.ArrivalDays * DayLength / size.Units)
        : (size.Days * DayLength) + ((unit - size.Units) * (DayLength / 2) / size.LateUnits);

    private T[] Rows<T>(int firstUnit, int units, Func<int, int, UnitAssignment, T> row)
    {
        var rows = new T[2 * units];
        for (var i = 0; i < rows.Length; i++)
        {
            var (unit, half) = (firstUnit + (i / 2), i % 2);
            rows[i] = row(unit, half, AssignmentOf(unit, half));
        }

        return rows;
    }

    private static string UnitId(int unit) => string.Create(CultureInfo.InvariantCulture, $"user-{unit:0000000}");

    // As long and as unordered as the random ids of real senders, who would not help an index by counting upwards.
    private string Id(char kind, int first, int second)
    {
        var draws = new Draws(seed ^ (kind << 16), DrawPurpose.EventId, first, second);
        return string.Create(32, (draws.Bits(), draws.Bits()), static (text, id) =>
        {
            id.Item1.TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
            id.Item2.TryFormat(text[16..], out _, "x16", CultureInfo.InvariantCulture);
        });
    }
}
