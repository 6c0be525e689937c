using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>Messages of the sidecar. Ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Warning, "Refused a raw connection: there are {Limit} already ({Unsaid} more were refused since this was last said)")]
    public static partial void TooManyConnections(ILogger logger, int limit, long unsaid);

    [LoggerMessage(4002, LogLevel.Error, "A raw connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Error, "A raw connection could not be accepted: {Reason} ({Unsaid} more since this was last said); listening goes on")]
    public static partial void AcceptFailed(ILogger logger, string reason, long unsaid);

    [LoggerMessage(4004, LogLevel.Warning, "Refused a connection of user {User}, whom --allow-uid does not name ({Unsaid} more since this was last said)")]
    public static partial void PeerRefused(ILogger logger, uint? user, long unsaid);
}
