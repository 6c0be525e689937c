namespace GrpcExp.Analysis.Experiments;

/// <summary>The test whose interval and p-value decide.</summary>
public enum TestMethod
{
    /// <summary>Welch's t test, for means and conversions alike. The default.</summary>
    Welch = 0,

    /// <summary>Student's t test with one variance.</summary>
    PooledT,

    /// <summary>The z test of two proportions on the pooled variance; conversions only.</summary>
    Z,

    /// <summary>The z test of two proportions on the unpooled variance; conversions only.</summary>
    ZUnpooled,

    /// <summary>Fisher's exact test with Newcombe's interval of the difference; conversions only.</summary>
    Fisher,

    /// <summary>Mann and Whitney's test of ranks; the difference is the Hodges–Lehmann shift. Needs the values of units.</summary>
    MannWhitney,

    /// <summary>The permutation test of the difference of means; intervals are Welch's. Needs the values of units.</summary>
    Permutation,

    /// <summary>The BCa bootstrap interval of the difference of means; the p-value is Welch's. Needs the values of units.</summary>
    Bootstrap,

    /// <summary>An asymptotic confidence sequence, valid at every look. Needs the planned units.</summary>
    ConfidenceSequence,

    /// <summary>The mixture sequential probability ratio test, valid at every look. Needs the deviation of effects.</summary>
    MixtureSprt,

    /// <summary>A group-sequential test with a few planned looks. Needs their information fractions.</summary>
    GroupSequential,
}
