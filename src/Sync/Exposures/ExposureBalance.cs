namespace GrpcExp.Sync;

/// <summary>Sums of exposures since the process started, and where those are that have not arrived.</summary>
public readonly record struct ExposureBalance
{
    /// <summary>Recorded by this process, repetitions within the hour left out.</summary>
    public long Generated { get; init; }

    /// <summary>Found in the spool at the start.</summary>
    public long Restored { get; init; }

    /// <summary>Taken by the control plane: stored, known to it already, or refused row by row with a reason that it keeps.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Of those acknowledged, known to the control plane already.</summary>
    public long Duplicate { get; init; }

    /// <summary>Of those acknowledged, refused with a reason.</summary>
    public long Rejected { get; init; }

    /// <summary>Lost because the queue or the spool was full, or a file was damaged.</summary>
    public long Dropped { get; init; }

    /// <summary>In memory, not yet in a batch.</summary>
    public long Queued { get; init; }

    /// <summary>In memory, in a batch that is being sent or waits for it.</summary>
    public long Waiting { get; init; }

    /// <summary>In the spool.</summary>
    public long Spooled { get; init; }

    /// <summary>What is nowhere: always 0 unless there is a defect.</summary>
    public long Unaccounted => Generated + Restored - Acknowledged - Dropped - Queued - Waiting - Spooled;
}
