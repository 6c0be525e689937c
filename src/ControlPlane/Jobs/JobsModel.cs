namespace GrpcExp.ControlPlane.Jobs;

/// <summary>How this server runs jobs, checked.</summary>
/// <param name="RunByThemselves">False runs a job only when RunJob asks for it.</param>
/// <param name="Schedules">Schedules other than the catalogue's, by job.</param>
internal sealed record JobsModel(bool RunByThemselves, IReadOnlyDictionary<string, string> Schedules)
{
    /// <summary>The schedule of a job on this server.</summary>
    public string ScheduleOf(JobDefinition job) => Schedules.GetValueOrDefault(job.Name, job.Schedule);
}
