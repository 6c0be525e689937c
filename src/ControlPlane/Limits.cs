using GrpcExp.Sync;

namespace GrpcExp.ControlPlane;

/// <summary>Every bound of the control plane that the evaluator does not set already; what is over one is refused with its name.</summary>
internal static class Limits
{
    /// <summary>Longest key of a resource, in characters.</summary>
    public const int KeyLength = 100;

    /// <summary>Longest request id, in characters.</summary>
    public const int RequestIdLength = 100;

    /// <summary>Longest etag, in characters.</summary>
    public const int EtagLength = 100;

    /// <summary>Longest reason for the audit log, in characters.</summary>
    public const int ReasonLength = 1_000;

    /// <summary>Longest owner or team, in characters.</summary>
    public const int OwnerLength = 100;

    /// <summary>Longest description, in characters.</summary>
    public const int DescriptionLength = 1_000;

    /// <summary>Longest hypothesis, in characters.</summary>
    public const int HypothesisLength = 4_000;

    /// <summary>Longest name of an event or of an event's field, in characters.</summary>
    public const int EventNameLength = 100;

    /// <summary>Most paths in an update mask: more than any resource has fields.</summary>
    public const int MaskPaths = 100;

    /// <summary>Longest unit id, in bytes of UTF-8.</summary>
    public const int UnitIdBytes = 500;

    /// <summary>Most metrics in one role of an experiment.</summary>
    public const int MetricsInRole = 100;

    /// <summary>Most variants in an experiment.</summary>
    public const int Variants = 100;

    /// <summary>Most ranges in a slice or holdout.</summary>
    public const int Ranges = 1_000;

    /// <summary>Items a page has when none were asked for.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>Most items a page can have.</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>Longest page token and filter, in characters.</summary>
    public const int PageTokenLength = 400;

    /// <summary>Longest attribution window, in hours: 90 days.</summary>
    public const int AttributionWindowHours = 2_160;

    /// <summary>Last day of retention.</summary>
    public const int RetentionDay = 365;

    /// <summary>Most events that an activation can ask for.</summary>
    public const int ActivationThreshold = 10_000;

    /// <summary>Most conditions on the events of a metric, or of a ratio's denominator.</summary>
    public const int MetricFilters = 10;

    /// <summary>Most values that one condition compares with.</summary>
    public const int FilterValues = 50;

    /// <summary>Longest value that a condition compares with, in characters.</summary>
    public const int FilterValueLength = 100;

    /// <summary>Longest planned duration, and longest that an experiment runs, in days.</summary>
    public const int PlannedDays = 90;

    /// <summary>Most dated steps of traffic.</summary>
    public const int RampSteps = 20;

    /// <summary>Most approvals, and most change requests, that an experiment keeps; the audit log keeps all.</summary>
    public const int Judgements = 100;

    /// <summary>Most units that a plan may ask for.</summary>
    public const long PlannedUnits = 1_000_000_000_000;

    /// <summary>Most rows in one batch of events.</summary>
    public const int IngestBatch = 10_000;

    /// <summary>Most batches of events that are stored at a time; each takes a connection to the warehouse, and builds and readers need some too.</summary>
    public const int IngestAtOnce = 8;

    /// <summary>Most batches of events in flight, stored or waiting.</summary>
    public const int IngestBatchesInFlight = 64;

    /// <summary>Most bytes of events in flight, in the size of their messages.</summary>
    public const long IngestBytesInFlight = 64L << 20;

    /// <summary>How long to wait before a batch that found no room is sent again.</summary>
    public static readonly TimeSpan IngestRetry = TimeSpan.FromSeconds(1);

    /// <summary>Most refused rows that one answer describes.</summary>
    public const int DescribedRejections = 1_000;

    /// <summary>Most experiments of which one call can say that exposures were dropped.</summary>
    public const int DroppedReports = 1_000;

    /// <summary>Most attributes or properties of one event.</summary>
    public const int EventProperties = 50;

    /// <summary>Longest name of a sidecar, in characters.</summary>
    public const int SidecarIdLength = 200;

    /// <summary>Most sidecars that follow snapshots at a time.</summary>
    public const int WatchingSidecars = 5_000;

    /// <summary>Largest message received, in bytes: a batch of 10,000 rows with properties fits.</summary>
    public const int ReceiveMessageBytes = 16 << 20;

    /// <summary>Largest message sent, in bytes: a snapshot of some hundred thousand flags fits.</summary>
    public const int SendMessageBytes = SnapshotCodec.MaxMessageBytes;

    /// <summary>Most connections to all ports at a time: every sidecar that may follow, and as many others.</summary>
    public const int Connections = 2 * WatchingSidecars;

    /// <summary>Longest bearer token, in characters.</summary>
    public const int TokenLength = 200;

    /// <summary>Shortest admin token taken from the environment, in characters.</summary>
    public const int AdminTokenMinLength = 16;

    /// <summary>Calls a second with one token unless the server was told otherwise.</summary>
    public const int CallsPerSecond = 5_000;

    /// <summary>Calls a second from one address unless the server was told otherwise; many sidecars may share a proxy.</summary>
    public const int AddressCallsPerSecond = 20_000;

    /// <summary>Calls a minute from one address with a token that is not valid, unless the server was told otherwise.</summary>
    public const int FailedLoginsPerMinute = 60;

    /// <summary>Most that any of these rates can be.</summary>
    public const int HighestRate = 1_000_000;

    /// <summary>Most tokens, and most addresses, whose rates are known at a time; those that have rested are forgotten.</summary>
    public const int KnownCallers = 10_000;

    /// <summary>Longest that a token revoked by another replica still works.</summary>
    public static readonly TimeSpan TokenCacheAge = TimeSpan.FromSeconds(1);

    /// <summary>Most tokens remembered between look-ups.</summary>
    public const int CachedTokens = 10_000;

    /// <summary>How often the database is asked for revisions of other replicas, and a heartbeat is published.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer to "are you ready?" is kept.</summary>
    public static readonly TimeSpan ProbeAge = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time that a database may take to say that it is there.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A Redis that did nothing for so long is down.</summary>
    public static readonly TimeSpan RedisSilence = TimeSpan.FromSeconds(5);

    /// <summary>How often a watching sidecar hears that nothing changed.</summary>
    public static readonly TimeSpan WatchHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Shortest time between two compilations of the snapshot for this server's own evaluations.</summary>
    public static readonly TimeSpan EvaluationRefresh = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest time that a change waits for this server's own evaluations while changes keep coming.</summary>
    public static readonly TimeSpan LongestEvaluationRefresh = TimeSpan.FromSeconds(1);

    /// <summary>Most changes published from the outbox at a time.</summary>
    public const int OutboxBatch = 100;

    /// <summary>First wait after Redis failed; grows 1.6-fold up to <see cref="LongestBackoff"/>, with full jitter.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts to reach Redis.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    /// <summary>After so long in touch with Redis, waits start from the first again.</summary>
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(60);

    /// <summary>Most jobs that one server runs at a time.</summary>
    public const int JobsAtOnce = 4;

    /// <summary>Most connections of the scheduler to a database that replicas share.</summary>
    public const int SchedulerConnections = 5;

    /// <summary>
    /// Most connections to the warehouse on a PostgreSQL server, unless the connection string says otherwise. With those of the
    /// control store (20) and the scheduler, two replicas take 80 of the 97 that a server has for them as it is shipped.
    /// </summary>
    public const int WarehouseConnections = 15;

    /// <summary>How often a server tells the others that it is alive; after missing it twice, they take its jobs over.</summary>
    public static readonly TimeSpan SchedulerCheckin = TimeSpan.FromSeconds(3);

    /// <summary>How late a job may begin before the time counts as missed.</summary>
    public static readonly TimeSpan JobMisfire = TimeSpan.FromSeconds(60);

    /// <summary>Longest note of what a run did, in characters.</summary>
    public const int JobMessageLength = 2_000;

    /// <summary>Longest schedule, in characters.</summary>
    public const int ScheduleLength = 200;

    /// <summary>After so long without an end, the server of a run is taken to be gone.</summary>
    public static readonly TimeSpan LongestJobRun = TimeSpan.FromDays(1);

    /// <summary>How long ended runs are remembered.</summary>
    public static readonly TimeSpan JobRunRetention = TimeSpan.FromDays(30);

    /// <summary>Days that an experiment may run unless the server was told otherwise.</summary>
    public const int LongestExperimentDays = 90;

    /// <summary>Most days that an experiment may be allowed to run.</summary>
    public const int MaxExperimentDays = 365;

    /// <summary>A draft that nobody changed for so long lies still.</summary>
    public static readonly TimeSpan StaleDraft = TimeSpan.FromDays(30);

    /// <summary>How often the outbox of alerts is looked at.</summary>
    public static readonly TimeSpan AlertPoll = TimeSpan.FromSeconds(1);

    /// <summary>Longest time that the webhook may take to answer.</summary>
    public static readonly TimeSpan AlertTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between attempts to send an alert.</summary>
    public static readonly TimeSpan LongestAlertBackoff = TimeSpan.FromMinutes(5);

    /// <summary>An alert that could not be sent for so long is no news any more.</summary>
    public static readonly TimeSpan AlertNews = TimeSpan.FromDays(7);

    /// <summary>How long alerts are remembered, so that an incident is not told twice.</summary>
    public static readonly TimeSpan AlertRetention = TimeSpan.FromDays(400);

    /// <summary>Longest URL of the webhook, in characters.</summary>
    public const int WebhookLength = 2_000;

    /// <summary>Days after today for which the warehouse has partitions ready.</summary>
    public const int DaysAhead = 2;

    /// <summary>How long calls in flight may finish after a signal to stop.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(8);

    /// <summary>How long somebody who signed in on the pages stays so.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromHours(12);

    /// <summary>Longest value of a session's cookie, in characters.</summary>
    public const int SessionCookieLength = 1_000;

    /// <summary>Longest path that a page leads back to, in characters.</summary>
    public const int PagePathLength = 500;

    /// <summary>Longest parameter in the address of a page, in characters.</summary>
    public const int PageQueryLength = 200;

    /// <summary>Most bytes of a form.</summary>
    public const int PageFormBytes = 32 * 1024;

    /// <summary>Most days that a share link may work.</summary>
    public const int ShareLinkDays = 30;
}
