using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>Messages about following, keeping and refusing snapshots. Ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Serving epoch '{Epoch}' revision {Revision} from {Source}")]
    public static partial void SnapshotAccepted(ILogger logger, string epoch, long revision, string source);

    [LoggerMessage(3002, LogLevel.Error, "Refused revision {Revision} from {Source}, the last good one stays: {Reason}")]
    public static partial void SnapshotRefused(ILogger logger, long revision, string source, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "Ignored revision {Revision} from {Source}: revision {Current} is being served")]
    public static partial void SnapshotOlder(ILogger logger, long revision, string source, long current);

    [LoggerMessage(3004, LogLevel.Warning, "Lost {Source}: {Reason}")]
    public static partial void SourceLost(ILogger logger, string source, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "STALE: serving epoch '{Epoch}' revision {Revision} from {Path} until a source is in touch")]
    public static partial void SnapshotLoadedFromDisk(ILogger logger, string epoch, long revision, string path);

    [LoggerMessage(3006, LogLevel.Error, "Snapshot file {Path} is not used: {Reason}")]
    public static partial void SnapshotFileRefused(ILogger logger, string path, string reason);

    [LoggerMessage(3007, LogLevel.Error, "Revision {Revision} was not saved to disk and will not survive a restart until a later attempt succeeds: {Reason}")]
    public static partial void SnapshotNotSaved(ILogger logger, long revision, string reason);

    [LoggerMessage(3008, LogLevel.Warning, "{Source} has nothing to serve: {Reason}")]
    public static partial void SourceEmpty(ILogger logger, string source, string reason);
}
