using Microsoft.Extensions.Logging;

namespace GrpcExp.Client;

/// <summary>Messages of the client. Ids 7000 to 7099.</summary>
internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Error, "A handler of FlagsChanged failed; the other handlers were called")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(7002, LogLevel.Information, "Connected to the sidecar's socket {Path}")]
    public static partial void Connected(ILogger logger, string path);

    [LoggerMessage(7003, LogLevel.Warning, "No connection to the sidecar's socket {Path}, callers get their defaults, the next attempt is in {Wait}: {Reason}")]
    public static partial void Disconnected(ILogger logger, string path, TimeSpan wait, string reason);

    [LoggerMessage(7004, LogLevel.Warning, "Changes are not heard of, the next attempt is in {Wait}: {Reason}")]
    public static partial void WatchLost(ILogger logger, TimeSpan wait, string reason);

    [LoggerMessage(7005, LogLevel.Warning, "STALE: no source has been heard of and the disk has nothing: the bundled defaults are served")]
    public static partial void BundledServed(ILogger logger);
}
