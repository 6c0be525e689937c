using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>Messages of the sidecar. Ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Warning, "Refused a raw connection: there are {Limit} already")]
    public static partial void TooManyConnections(ILogger logger, int limit);

    [LoggerMessage(4002, LogLevel.Error, "A raw connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);
}
