namespace GrpcExp.ControlPlane;

/// <summary>What the control plane logs; the ids are stable. No message ever carries a token.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "Environment '{Environment}' is at revision {Revision} of epoch {Epoch} ({Database})")]
    public static partial void Opened(ILogger logger, string environment, long revision, string epoch, string database);

    [LoggerMessage(5002, LogLevel.Warning, "Listening without TLS beyond this machine because of --insecure: tokens travel in the clear")]
    public static partial void Insecure(ILogger logger);

    [LoggerMessage(5003, LogLevel.Warning, "{Method}: the database is away: {Detail}")]
    public static partial void StorageUnavailable(ILogger logger, string method, string detail);

    [LoggerMessage(5004, LogLevel.Warning, "{Method}: the warehouse refused: {Detail}")]
    public static partial void WarehouseRefused(ILogger logger, string method, string detail);

    [LoggerMessage(5005, LogLevel.Error, "{Method} failed unforeseen, incident {Incident}")]
    public static partial void Unforeseen(ILogger logger, Exception exception, string method, string incident);

    [LoggerMessage(5006, LogLevel.Error, "A changed certificate cannot be read, the last good one stays: {Detail}")]
    public static partial void CertificateNotReloaded(ILogger logger, string detail);

    [LoggerMessage(5010, LogLevel.Information, "Publishing to Redis {Endpoint}; revision {Revision} is set")]
    public static partial void PublisherReady(ILogger logger, string endpoint, long revision);

    [LoggerMessage(5011, LogLevel.Warning, "Redis {Endpoint} is away, next attempt in {Wait}: {Detail}")]
    public static partial void PublisherLost(ILogger logger, string endpoint, TimeSpan wait, string detail);

    [LoggerMessage(5012, LogLevel.Warning, "The newest revision could not be read; it is tried again: {Detail}")]
    public static partial void FeedLost(ILogger logger, string detail);

    [LoggerMessage(5013, LogLevel.Error, "Revision {Revision} cannot be evaluated here, the last good one stays: {Detail}")]
    public static partial void SnapshotRefused(ILogger logger, long revision, string detail);

    [LoggerMessage(5014, LogLevel.Information, "Sidecar '{Sidecar}' follows from revision {Revision}")]
    public static partial void SidecarFollows(ILogger logger, string sidecar, long revision);

    [LoggerMessage(5015, LogLevel.Information, "Sidecar '{Sidecar}' left")]
    public static partial void SidecarLeft(ILogger logger, string sidecar);

    [LoggerMessage(5030, LogLevel.Information, "Warehouse build {Build} published in {Elapsed}: {Models} models, {Warnings} warnings")]
    public static partial void BuildPublished(ILogger logger, long build, TimeSpan elapsed, int models, int warnings);

    [LoggerMessage(5031, LogLevel.Error, "Warehouse build {Build} was not published: {Detail}")]
    public static partial void BuildRefused(ILogger logger, long build, string detail);

    [LoggerMessage(5033, LogLevel.Warning, "The scorecard of experiments/{Experiment} could not be read for its conclusion: {Detail}")]
    public static partial void ScorecardNotRead(ILogger logger, string experiment, string detail);

    [LoggerMessage(5032, LogLevel.Error, "Warehouse build {Build} fails data tests, and scorecards are RED for it: {Detail}")]
    public static partial void DataTestsFailed(ILogger logger, long build, string detail);
}
