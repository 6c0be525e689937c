namespace GrpcExp.Rpc.Client;

/// <summary>How far the attempts of one call have come.</summary>
internal record struct RetryProgress
{
    /// <summary>The attempts that have failed.</summary>
    public int Attempts { get; set; }

    /// <summary>The waits since the server last named one; the exponential series starts over then.</summary>
    public int Waits { get; set; }
}
