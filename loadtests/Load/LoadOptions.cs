namespace GrpcExp.Load;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadOptions
{
    /// <summary>Highest <see cref="Rate"/>.</summary>
    public const int MostPerSecond = 1_000_000;

    /// <summary>Highest <see cref="Seconds"/>.</summary>
    public const int MostSeconds = 600;

    /// <summary>Highest <see cref="WarmUpSeconds"/>.</summary>
    public const int MostWarmUpSeconds = 60;

    /// <summary>Highest <see cref="Connections"/>.</summary>
    public const int MostConnections = 64;

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Planned starts a second, 1 to 1,000,000; null for the scenario's own.</summary>
    public int? Rate { get; init; }

    /// <summary>Length of each counted stretch, 1 to 600; default 10.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>Load before counting begins, 0 to 60; default 3.</summary>
    public int WarmUpSeconds { get; init; } = 3;

    /// <summary>Connections of the lookup scenarios, 1 to 64; default 2: one a core.</summary>
    public int Connections { get; init; } = 2;

    /// <summary>Limit of every endpoint's 99th percentile in ms, above 0; default 10.</summary>
    public double P99Milliseconds { get; init; } = Verdicts.Sla.EndpointP99Milliseconds;

    /// <summary>Leaves out saturation and the comparison with an echo, which need the machine for themselves.</summary>
    public bool OpenLoopOnly { get; init; }

    /// <summary>The sizes of the scenario <c>warehouse</c>.</summary>
    public WarehousePlan Warehouse { get; init; } = new();

    /// <summary>Folder of the reports; default artifacts/load/SCENARIO in the checkout.</summary>
    public string? Out { get; init; }
}
