namespace GrpcExp.ControlPlane.Jobs;

/// <summary>What the catalogue says about a job.</summary>
/// <param name="Name">Its name, for people and programs.</param>
/// <param name="Description">What it does, in one line.</param>
/// <param name="Schedule">When it runs, unless the server is told otherwise: Quartz cron, UTC.</param>
/// <param name="CatchesUp">True makes up for missed times with one run; false waits for the next.</param>
/// <param name="Freshness">Longest time between two good ends before its results count as late.</param>
/// <param name="Explanation">What it reads and changes, and why it may run twice.</param>
internal sealed record JobDefinition(string Name, string Description, string Schedule, bool CatchesUp, TimeSpan Freshness, string Explanation)
{
    /// <summary>The rule for missed times, as the contract spells it.</summary>
    public string MisfireRule => CatchesUp ? "run_once" : "skip";
}
