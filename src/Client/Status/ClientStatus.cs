using GrpcExp.Client.Evaluations;

namespace GrpcExp.Client.Status;

/// <summary>How a client is at one moment.</summary>
public sealed record ClientStatus
{
    /// <summary>The state in one word.</summary>
    public ClientState State { get; init; }

    /// <summary>Where answers come from at present; <see cref="AnswerOrigin.CallerDefault"/> while nobody answers.</summary>
    public AnswerOrigin Origin { get; init; }

    /// <summary>Epoch of the last revision seen; empty when not known.</summary>
    public string Epoch { get; init; } = "";

    /// <summary>Last revision seen; 0 when not known.</summary>
    public long Revision { get; init; }

    /// <summary>Age of the snapshot while nobody vouches for it; null while somebody does.</summary>
    public TimeSpan? StaleAge { get; init; }

    /// <summary>Whom answers or snapshots come from, for a person: a socket's path or a source's name; empty when nobody is in touch.</summary>
    public string Source { get; init; } = "";

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public string? Problem { get; init; }
}
