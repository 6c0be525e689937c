namespace GrpcExp.Load.Verdicts;

/// <summary>The promises that a run is held to.</summary>
internal static class Sla
{
    /// <summary>99th percentile of every endpoint at its target rate, ms, from the planned start.</summary>
    public const double EndpointP99Milliseconds = 10;

    /// <summary>99th percentile from sending a change to the control plane until a sidecar answers by it, ms.</summary>
    public const double PropagationP99Milliseconds = 50;

    /// <summary>Median of a raw lookup over the median of a bare C#-to-C# echo of the same bytes.</summary>
    public const double EchoRatio = 1.5;

    /// <summary>Lookups a second over one raw connection with 64 under way.</summary>
    public const double PipelinedPerSecond = 250_000;

    /// <summary>Unary calls a second over the gRPC socket.</summary>
    public const double GrpcPerSecond = 60_000;

    /// <summary>Median from starting the process to its first good answer, ms.</summary>
    public const double StartMilliseconds = 100;

    /// <summary>Resident memory with 500 flags after load, MB of 1,000,000 bytes.</summary>
    public const double ResidentMegabytes = 60;

    /// <summary>Size of the binary, MB of 1,000,000 bytes.</summary>
    public const double BinaryMegabytes = 25;

    /// <summary>Events a second into the warehouse on PostgreSQL.</summary>
    public const double IngestedPerSecond = 50_000;

    /// <summary>First build of the full population, s.</summary>
    public const double FullBuildSeconds = 360;

    /// <summary>Build after one more day, s.</summary>
    public const double IncrementalBuildSeconds = 30;

    /// <summary>Private memory of the process that ingests and builds, MB of 1,000,000 bytes.</summary>
    public const double WarehouseMegabytes = 400;

    /// <summary>How surely a healthy share of intervals or false alarms stays inside its range.</summary>
    public const double ShareConfidence = 0.999;

    /// <summary>What must hold for a measured endpoint: latency, and an answer to everything that was planned.</summary>
    /// <param name="measurement">An open loop.</param>
    /// <param name="p99Milliseconds">Limit of the 99th percentile.</param>
    public static IEnumerable<Verdict> Endpoint(Engine.Measurement measurement, double p99Milliseconds)
    {
        var p99 = measurement.Ok > 0 ? measurement.Latency.Percent99.TotalMilliseconds : double.NaN;
        yield return new Verdict($"{measurement.Name}: p99", Demand.Below, p99Milliseconds, p99, "ms");
        yield return new Verdict($"{measurement.Name}: failed or dropped", Demand.Below, 1, measurement.Failed + measurement.Dropped, "calls");
    }
}
