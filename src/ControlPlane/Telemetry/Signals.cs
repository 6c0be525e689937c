using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GrpcExp.ControlPlane.Telemetry;

/// <summary>What the control plane tells to whoever listens. Names follow OpenTelemetry where it has one.</summary>
internal static class Signals
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string Name = "GrpcExp.ControlPlane";

    public static readonly ActivitySource Spans = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Time of a call, from its headers to its status; a stream counts until it ends.</summary>
    public static readonly Histogram<double> Calls = Meter.CreateHistogram<double>("rpc.server.call.duration", "s", "Time of a call.");

    /// <summary>Time of a build of the warehouse.</summary>
    public static readonly Histogram<double> Builds = Meter.CreateHistogram<double>("grpcexp.warehouse.build.duration", "s", "Time of a build of the warehouse.");

    /// <summary>Time of one attempt of a job.</summary>
    public static readonly Histogram<double> Jobs = Meter.CreateHistogram<double>("grpcexp.job.run.duration", "s", "Time of an attempt of a job.");

    /// <summary>Rows of events that came, taken or refused.</summary>
    public static readonly Counter<long> IngestRows = Meter.CreateCounter<long>("grpcexp.ingest.rows", "{row}", "Rows of assignments, exposures and events that came.");
}
