using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>Messages about snapshots (ids 3000 to 3049) and exposures (ids 3050 to 3099).</summary>
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

    [LoggerMessage(3050, LogLevel.Warning, "{Sink} does not take exposures; they are spooled until it does: {Reason}")]
    public static partial void ExposuresStuck(ILogger logger, string sink, string reason);

    [LoggerMessage(3051, LogLevel.Information, "{Sink} takes exposures again; {Spooled} are in the spool")]
    public static partial void ExposuresFlow(ILogger logger, string sink, long spooled);

    [LoggerMessage(3052, LogLevel.Error, "{Count} exposures were not spooled: {Problem}")]
    public static partial void ExposuresNotSpooled(ILogger logger, int count, string problem);

    [LoggerMessage(3053, LogLevel.Error, "{Count} exposures were dropped, {Total} since the start")]
    public static partial void ExposuresDropped(ILogger logger, long count, long total);

    [LoggerMessage(3054, LogLevel.Error, "{Count} exposures were dropped because {Sink} refused their batch for good: {Reason}")]
    public static partial void ExposuresRefused(ILogger logger, int count, string sink, string reason);

    [LoggerMessage(3055, LogLevel.Warning, "{Count} exposures were refused by {Sink}, which keeps them with their reason; the first: {Reason}")]
    public static partial void ExposuresRejected(ILogger logger, long count, string sink, string reason);

    [LoggerMessage(3056, LogLevel.Error, "Spool file {Path} with {Count} exposures is set aside: {Reason}")]
    public static partial void SpoolFileDamaged(ILogger logger, string path, int count, string reason);

    [LoggerMessage(3057, LogLevel.Warning, "Spool file {Path} could not be removed: {Reason}")]
    public static partial void SpoolFileNotDeleted(ILogger logger, string path, string reason);

    [LoggerMessage(3059, LogLevel.Error, "{Count} exposures are lost with this process: the control plane did not take them, and there is no folder to keep them in")]
    public static partial void ExposuresLost(ILogger logger, long count);

    [LoggerMessage(3058, LogLevel.Critical, "{Count} exposures are unaccounted for: {Balance}")]
    public static partial void ExposuresUnaccounted(ILogger logger, long count, string balance);
}
