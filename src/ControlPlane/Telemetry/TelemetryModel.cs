namespace GrpcExp.ControlPlane.Telemetry;

/// <summary>What is told about the server's work, and to whom.</summary>
/// <param name="Collector">Where traces and metrics go by OTLP; null for nowhere.</param>
/// <param name="HasJsonLogs">True for one JSON object a line instead of text.</param>
internal sealed record TelemetryModel(Uri? Collector, bool HasJsonLogs);
