namespace GrpcExp.ControlPlane.Alerts;

/// <summary>What the sending of alerts logs; the ids are stable. No message ever carries the URL of the webhook.</summary>
internal static partial class Log
{
    [LoggerMessage(5201, LogLevel.Information, "Alert {Incident} was sent with attempt {Attempt}")]
    public static partial void Sent(ILogger logger, string incident, int attempt);

    [LoggerMessage(5202, LogLevel.Warning, "Alert {Incident} was not sent with attempt {Attempt} and is tried again; the webhook: {Detail}")]
    public static partial void NotSent(ILogger logger, string incident, int attempt, string detail);

    [LoggerMessage(5203, LogLevel.Warning, "Alerts cannot be read and are tried again: {Detail}")]
    public static partial void OutboxLost(ILogger logger, string detail);
}
