using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>What came of an attempt.</summary>
/// <param name="Outcome">SUCCEEDED, FAILED or SKIPPED.</param>
/// <param name="Message">What was done, or why not, for a person.</param>
internal sealed record JobResult(JobRunState Outcome, string Message)
{
    public static JobResult Done(string message) => new(JobRunState.Succeeded, message);

    public static JobResult Failed(string message) => new(JobRunState.Failed, message);

    /// <summary>There was nothing to do it with.</summary>
    public static JobResult Skipped(string message) => new(JobRunState.Skipped, message);
}
