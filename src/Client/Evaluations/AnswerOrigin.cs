namespace GrpcExp.Client.Evaluations;

/// <summary>Where an answer comes from: the last resort first.</summary>
public enum AnswerOrigin
{
    /// <summary>There is no answer: it is the caller's default.</summary>
    CallerDefault,

    /// <summary>The snapshot that the application brought along.</summary>
    Bundled,

    /// <summary>The snapshot that was kept on disk.</summary>
    Disk,

    /// <summary>A snapshot in memory that a source gave, in this process or in the service that was asked.</summary>
    Memory,
}
