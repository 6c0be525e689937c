using System.Collections;
using GrpcExp.Storage;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GrpcExp.ControlPlane.Telemetry;

/// <summary>Writes logs, and sends traces and metrics where there is somebody to take them.</summary>
internal static class TelemetryServices
{
    private const string Prefix = "OTEL_";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Logs go to standard error, each line with the trace that it belongs to.</summary>
    public static void AddLogs(this ILoggingBuilder logging, TelemetryModel model)
    {
        const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (model.HasJsonLogs)
        {
            logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = Time;
            });
        }
        else
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = Time + " ";
            });
        }

        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>The variables of OpenTelemetry say how, for example how often; where comes from our own option, which has the same variable.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryModel model)
    {
        builder.Services.AddSingleton<CallTelemetry>();
        if (model.Collector is not { } collector)
        {
            return;
        }

        var settings = new Dictionary<string, string?> { [ServiceName] = "grpcexp-control-plane", [Protocol] = "http/protobuf" };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value } && name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                settings[name] = value;
            }
        }

        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.AbsoluteUri;
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings[ServiceName]!))
            .WithTracing(traces => traces.AddSource(Signals.Name, StorageSignals.Name).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Signals.Name, StorageSignals.Name, "Npgsql").AddOtlpExporter());
    }
}
