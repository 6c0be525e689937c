using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Jobs;
using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Changes;

public sealed partial class WriteSession
{
    /// <summary>Stages a run that somebody asked for, due now; the answer is the run as it will be stored.</summary>
    public JobRun Queue(string job, string requestedBy)
    {
        var row = new JobRunRow
        {
            Environment = Environment,
            Job = job,
            ScheduledAt = Now,
            Cause = (int)JobRunCause.Call,
            RequestedBy = requestedBy,
            State = (int)JobRunState.Queued,
            Attempt = 0,
            Instance = "",
            Message = "",
        };
        Stage(row, added: true);
        return JobRuns.Of(row);
    }

    /// <summary>Stages that a job no longer runs by itself.</summary>
    public void Pause(JobPause pause) => Stage(
        new PausedJobRow { Environment = Environment, Job = pause.Job, PausedBy = pause.PausedBy, PausedAt = pause.PausedAt, Reason = pause.Reason },
        added: true);

    /// <summary>Stages that a paused job runs by itself again.</summary>
    public void Resume(JobPause pause)
    {
        Context.Remove(new PausedJobRow { Environment = Environment, Job = pause.Job, PausedBy = pause.PausedBy, PausedAt = pause.PausedAt, Reason = pause.Reason });
        Staged = true;
    }
}
