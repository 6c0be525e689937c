using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>What the scheduler knows of our jobs: one class for all of them, told apart by their names.</summary>
internal sealed class JobFiring(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await runner.RunAsync(FiringTime.Of(context), cancellationToken).ConfigureAwait(false);
}
