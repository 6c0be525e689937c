namespace GrpcExp.Storage.Schema;

/// <summary>One run of a job; its key makes it happen once, whoever fires it how often.</summary>
internal sealed class JobRunRow
{
    public required string Environment { get; set; }

    public required string Job { get; set; }

    public required DateTime ScheduledAt { get; set; }

    /// <summary>Number of the JobRunCause.</summary>
    public required int Cause { get; set; }

    public required string RequestedBy { get; set; }

    /// <summary>Number of the JobRunState.</summary>
    public required int State { get; set; }

    /// <summary>How often it was begun; the attempt that ends it must be the last that began it.</summary>
    public required int Attempt { get; set; }

    public required string Instance { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public required string Message { get; set; }
}
