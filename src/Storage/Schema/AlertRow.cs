namespace GrpcExp.Storage.Schema;

/// <summary>Something that people are to be told; its key is the incident, so that they are told once.</summary>
internal sealed class AlertRow
{
    public required string Environment { get; set; }

    public required string Incident { get; set; }

    public required string Severity { get; set; }

    public required string Title { get; set; }

    public required string Text { get; set; }

    public required DateTime CreatedAt { get; set; }

    /// <summary>Attempts begun; whoever raises it holds the alert until the next is due.</summary>
    public required int Attempts { get; set; }

    public required DateTime NextAttemptAt { get; set; }

    public DateTime? SentAt { get; set; }
}
