namespace GrpcExp.Sync;

/// <summary>What became of an offered snapshot.</summary>
public enum OfferOutcome
{
    /// <summary>It is served from now on.</summary>
    Accepted,

    /// <summary>It is the one being served.</summary>
    Unchanged,

    /// <summary>A newer one of the same epoch is being served.</summary>
    Older,

    /// <summary>Something is wrong with it; the last good one stays.</summary>
    Refused,
}
