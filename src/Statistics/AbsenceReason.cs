namespace GrpcExp.Statistics;

/// <summary>Why a number is not there. A statistic that is undefined is absent, never replaced by 0, 1 or NaN.</summary>
public enum AbsenceReason
{
    /// <summary>Nobody asked for this number; the reason of a default <see cref="Measure"/>.</summary>
    NotComputed = 0,

    /// <summary>There are no units at all.</summary>
    NoUnits,

    /// <summary>A variance needs at least two units in each variant.</summary>
    TooFewUnits,

    /// <summary>Every unit has the same value (or differs by less than the rounding of its sums), so nothing can be tested.</summary>
    ZeroVariance,

    /// <summary>The control mean is zero, so a relative difference is undefined.</summary>
    ZeroControlMean,

    /// <summary>Fieller's confidence set is unbounded: the control mean itself is not significantly different from zero.</summary>
    UnboundedInterval,

    /// <summary>Some variant has no covariate.</summary>
    NoCovariate,

    /// <summary>The covariate is constant inside every variant, so it explains nothing.</summary>
    ZeroCovariateVariance,

    /// <summary>A comparison of shares needs at least two variants with a positive designed share.</summary>
    TooFewVariants,

    /// <summary>A test of heterogeneity needs at least two segments that can be estimated.</summary>
    TooFewSegments,

    /// <summary>The pooled proportion is 0 or 1, or a count is out of range, so the test has no scale.</summary>
    DegenerateProportion,

    /// <summary>No sample size, effect or power satisfies what was asked.</summary>
    NoSolution,

    /// <summary>The calculation left the range of a double.</summary>
    NotFinite,

    /// <summary>The metric has no good direction, so the one-sided question cannot be put.</summary>
    NoDirection,

    /// <summary>The interval is one-sided and has no end on this side.</summary>
    OneSidedInterval,

    /// <summary>The mean of a ratio's denominator is zero.</summary>
    ZeroDenominator,

    /// <summary>One covariate is a combination of the others inside variants, so their slopes are not determined.</summary>
    SingularCovariates,

    /// <summary>The prior is improper and the data do not make its posterior a distribution.</summary>
    ImproperPosterior,

    /// <summary>A trend needs at least two days that can be estimated, and its lack of fit three.</summary>
    TooFewDays,
}
