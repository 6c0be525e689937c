namespace GrpcExp.ControlPlane.Jobs;

/// <summary>All jobs that there are.</summary>
internal static class JobCatalog
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<JobDefinition> All { get; } =
    [
        .. new[]
        {
            AnomalyAlertJob.Entry, DueMovesJob.Entry, EnforcementJob.Entry, ReconciliationJob.Entry, ScorecardJob.Entry, UpkeepJob.Entry, WarehouseBuildJob.Entry, WeeklyReadoutJob.Entry,
        }.OrderBy(job => job.Name, StringComparer.Ordinal),
    ];

    /// <summary>One job; null when there is none of that name.</summary>
    public static JobDefinition? Find(string name) => All.FirstOrDefault(job => job.Name == name);
}
