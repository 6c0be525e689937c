namespace GrpcExp.ControlPlane.Jobs;

/// <summary>What a job of the catalogue does. It must bear to be run twice for one call: a server may die after the work and before the note of it.</summary>
internal interface IJobWork
{
    /// <summary>The job of the catalogue that it is the work of.</summary>
    JobDefinition Definition { get; }

    /// <summary>Does it. What it throws ends the run as failed, except when the token is cancelled: then the run is given back.</summary>
    Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken);
}
