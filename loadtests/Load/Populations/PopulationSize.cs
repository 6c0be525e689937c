namespace GrpcExp.Load.Populations;

/// <summary>How large a population is. What is left unset follows from the rest.</summary>
internal sealed record PopulationSize
{
    /// <summary>What the warehouse is promised for.</summary>
    public static PopulationSize Full { get; } = new() { Experiments = 200, Units = 500_000, Events = 10_000_000, Days = 42 };

    /// <summary>What a test can run.</summary>
    public static PopulationSize Small { get; } = new() { Experiments = 20, Units = 20_000, Events = 200_000, Days = 42 };

    /// <summary>Running experiments, an even number of 2 or more: every unit is in one of each half.</summary>
    public required int Experiments { get; init; }

    /// <summary>Units that arrive before the first build, each assigned in two experiments.</summary>
    public required int Units { get; init; }

    /// <summary>Events of the days before the first build, as many on each as on any other but for the rounding.</summary>
    public required int Events { get; init; }

    /// <summary>Days before the first build, 3 or more. Units arrive over the first two thirds. One more day follows for the incremental build.</summary>
    public required int Days { get; init; }

    /// <summary>Days over which the units arrive.</summary>
    public int ArrivalDays => Days * 2 / 3;

    /// <summary>Units that arrive on the last day, a fiftieth of the others.</summary>
    public int LateUnits => Math.Max(1, Units / 50);

    /// <summary>Events of the last day, a twentieth of those before.</summary>
    public int LateEvents => Math.Max(1, Events / 20);

    /// <summary>Units of both builds.</summary>
    public int AllUnits => Units + LateUnits;

    /// <summary>Events of a day; the first days take what does not divide.</summary>
    /// <param name="day">From 0 to <see cref="Days"/>, which is the last day.</param>
    public int EventsOn(int day) => day == Days ? LateEvents : (Events / Days) + (day < Events % Days ? 1 : 0);

    /// <summary>Units among which a day's events are drawn: those of the last day act on the last day only.</summary>
    public int UnitsOn(int day) => day == Days ? AllUnits : Units;
}
