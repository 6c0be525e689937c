namespace GrpcExp.Statistics.Planning;

/// <summary>What covariates from before the experiment take from a metric's variance: it is multiplied by 1 − R².</summary>
/// <remarks>A. Deng, Y. Xu, R. Kohavi and T. Walker, "Improving the Sensitivity of Online Controlled Experiments", WSDM 2013.</remarks>
public sealed record CovariateAdjustment
{
    /// <summary>Describes the covariates.</summary>
    /// <param name="explained">
    /// R², the share of the variance inside variants that they explain together, in [0, 1); for one covariate its squared
    /// correlation with the metric.
    /// </param>
    /// <param name="covariates">How many there are, ≥ 1, default 1; each costs one degree of freedom.</param>
    public CovariateAdjustment(double explained, int covariates = 1)
    {
        if (!(explained is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(explained), explained, "R² lies from 0 to below 1, e.g. 0.4.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(covariates, 1);
        Explained = explained;
        Covariates = covariates;
    }

    /// <summary>R², in [0, 1): the share of units saved.</summary>
    public double Explained { get; }

    /// <summary>Degrees of freedom that they cost, ≥ 1.</summary>
    public int Covariates { get; }
}
