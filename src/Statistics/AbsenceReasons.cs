namespace GrpcExp.Statistics;

/// <summary>Names and sentences for <see cref="AbsenceReason"/>; the names are part of the JSON contract.</summary>
public static class AbsenceReasons
{
    /// <summary>The stable snake_case name, e.g. <c>zero_variance</c>.</summary>
    public static string Code(this AbsenceReason reason) => reason switch
    {
        AbsenceReason.NotComputed => "not_computed",
        AbsenceReason.NoUnits => "no_units",
        AbsenceReason.TooFewUnits => "too_few_units",
        AbsenceReason.ZeroVariance => "zero_variance",
        AbsenceReason.ZeroControlMean => "zero_control_mean",
        AbsenceReason.UnboundedInterval => "unbounded_interval",
        AbsenceReason.NoCovariate => "no_covariate",
        AbsenceReason.ZeroCovariateVariance => "zero_covariate_variance",
        AbsenceReason.TooFewVariants => "too_few_variants",
        AbsenceReason.TooFewSegments => "too_few_segments",
        AbsenceReason.DegenerateProportion => "degenerate_proportion",
        AbsenceReason.NoSolution => "no_solution",
        AbsenceReason.NotFinite => "not_finite",
        AbsenceReason.NoDirection => "no_direction",
        AbsenceReason.OneSidedInterval => "one_sided_interval",
        AbsenceReason.ZeroDenominator => "zero_denominator",
        AbsenceReason.SingularCovariates => "singular_covariates",
        AbsenceReason.ImproperPosterior => "improper_posterior",
        AbsenceReason.TooFewDays => "too_few_days",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown absence reason."),
    };

    /// <summary>Half a sentence for a person, to follow "because".</summary>
    public static string Describe(this AbsenceReason reason) => reason switch
    {
        AbsenceReason.NotComputed => "it was not computed",
        AbsenceReason.NoUnits => "there are no units",
        AbsenceReason.TooFewUnits => "a variant has fewer than two units",
        AbsenceReason.ZeroVariance => "every unit has the same value",
        AbsenceReason.ZeroControlMean => "the control mean is zero",
        AbsenceReason.UnboundedInterval => "the control mean is not significantly different from zero, so the relative interval is unbounded",
        AbsenceReason.NoCovariate => "a variant has no covariate",
        AbsenceReason.ZeroCovariateVariance => "the covariate is constant",
        AbsenceReason.TooFewVariants => "fewer than two variants have a designed share",
        AbsenceReason.TooFewSegments => "fewer than two segments can be estimated",
        AbsenceReason.DegenerateProportion => "the proportion is 0 or 1",
        AbsenceReason.NoSolution => "no value satisfies the request",
        AbsenceReason.NotFinite => "the calculation left the range of a double",
        AbsenceReason.NoDirection => "the metric has no good direction",
        AbsenceReason.OneSidedInterval => "the interval is one-sided",
        AbsenceReason.ZeroDenominator => "the mean of the denominator is zero",
        AbsenceReason.SingularCovariates => "one covariate is a combination of the others",
        AbsenceReason.ImproperPosterior => "the prior is improper and the data do not complete it",
        AbsenceReason.TooFewDays => "too few days can be estimated",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown absence reason."),
    };
}
