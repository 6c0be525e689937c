using GrpcExp.Load.Populations;

namespace GrpcExp.Load;

/// <summary>What the scenario <c>warehouse</c> is asked to do.</summary>
internal sealed record WarehousePlan
{
    /// <summary>Highest number of experiments.</summary>
    public const int MostExperiments = 1_000;

    /// <summary>Fewest units: every variant needs some.</summary>
    public const int LeastUnits = 1_000;

    /// <summary>Highest number of units.</summary>
    public const int MostUnits = 5_000_000;

    /// <summary>Fewest events: effects need some to be seen by.</summary>
    public const int LeastEvents = 10_000;

    /// <summary>Highest number of events.</summary>
    public const int MostEvents = 200_000_000;

    /// <summary>Fewest days before the first build: units arrive over two thirds of them.</summary>
    public const int LeastDays = 3;

    /// <summary>Most days: older ones have no partition of their own.</summary>
    public const int MostDays = 390;

    /// <summary>Running experiments, even, 2 to 1,000; null for 200, or 20 with <see cref="IsSmall"/>.</summary>
    public int? Experiments { get; init; }

    /// <summary>Units, 1,000 to 5,000,000; null for 500,000, or 20,000.</summary>
    public int? Units { get; init; }

    /// <summary>Events before the first build, 10,000 to 200,000,000; null for 10,000,000, or 200,000.</summary>
    public int? Events { get; init; }

    /// <summary>Days before the first build, 3 to 390; null for 42.</summary>
    public int? Days { get; init; }

    /// <summary>Sizes that a test can run, and no thresholds on time.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Ends after ingestion.</summary>
    public bool IngestOnly { get; init; }

    /// <summary>Whether a full refresh at the end must give the bytes of the incremental build; null for yes when small, no otherwise: it takes a second full build.</summary>
    public bool? Verify { get; init; }

    /// <summary>The population.</summary>
    public PopulationSize Size
    {
        get
        {
            var standard = IsSmall ? PopulationSize.Small : PopulationSize.Full;
            return new PopulationSize
            {
                Experiments = Experiments ?? standard.Experiments,
                Units = Units ?? standard.Units,
                Events = Events ?? standard.Events,
                Days = Days ?? standard.Days,
            };
        }
    }
}
