namespace GrpcExp.Client;

/// <summary>How a client behaves.</summary>
public sealed record GrpcExpClientOptions
{
    /// <summary>Longest wait for one answer, connecting included; default one second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock that deadlines are taken from; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
