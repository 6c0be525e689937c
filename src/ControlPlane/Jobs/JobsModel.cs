namespace GrpcExp.ControlPlane.Jobs;

/// <summary>How this server runs jobs, checked.</summary>
/// <param name="RunByThemselves">False runs a job only when RunJob asks for it.</param>
/// <param name="Schedules">Schedules other than the catalogue's, by job.</param>
/// <param name="LongestExperiment">How long an experiment may run.</param>
/// <param name="Readouts">Folder of weekly readouts, full path; null for none.</param>
/// <param name="Redis">host:port of the Redis that snapshots are published to; null for none.</param>
/// <param name="Webhook">Where alerts go; a secret. Null for nowhere.</param>
internal sealed record JobsModel(
    bool RunByThemselves, IReadOnlyDictionary<string, string> Schedules, TimeSpan LongestExperiment, string? Readouts, string? Redis, Uri? Webhook)
{
    /// <summary>The schedule of a job on this server.</summary>
    public string ScheduleOf(JobDefinition job) => Schedules.GetValueOrDefault(job.Name, job.Schedule);

    /// <summary>Without the webhook, which must not come into a log.</summary>
    public override string ToString() => $"{nameof(JobsModel)} {{ RunByThemselves = {RunByThemselves} }}";
}
