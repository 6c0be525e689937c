using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Settings;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Reads what is told about the server's work, noting everything that is wrong with it.</summary>
internal sealed class TelemetryOptions(SettingValues given, List<string> problems)
{
    /// <summary>The model; of use only when nothing was noted.</summary>
    public TelemetryModel Validate()
    {
        var format = given[ControlPlaneSettings.LogFormat];
        if (format is not (null or "text" or "json"))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.LogFormat)} '{format}' is refused: write text or json.");
        }

        return new TelemetryModel(Collector(), format == "json");
    }

    private Uri? Collector()
    {
        if (given[ControlPlaneSettings.OtlpEndpoint] is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https" && collector.UserInfo.Length == 0)
        {
            return collector;
        }

        problems.Add($"{given.Where(ControlPlaneSettings.OtlpEndpoint)} is refused: write http://HOST:PORT or https://HOST:PORT, and what it wants in OTEL_EXPORTER_OTLP_HEADERS.");
        return null;
    }
}
