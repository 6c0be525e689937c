namespace GrpcExp.Cli.Readouts;

/// <summary>Methods as people call them.</summary>
internal static class MethodNames
{
    /// <summary>The words for a method's name in JSON.</summary>
    public static string Of(string name) => name switch
    {
        "welch" => "Welch's t test",
        "pooled_t" => "pooled t test",
        "z" => "z test, pooled variance",
        "z_unpooled" => "z test, unpooled variance",
        "fisher" => "Fisher's exact test",
        "mann_whitney" => "Mann–Whitney test",
        "permutation" => "permutation test",
        "bootstrap" => "BCa bootstrap",
        "confidence_sequence" => "confidence sequence",
        "mixture_sprt" => "mixture SPRT",
        "group_sequential" => "group-sequential test",
        "several_covariates" => "CUPED, several covariates",
        "post_stratified" => "post-stratified",
        "bayesian_normal" => "Bayesian, normal",
        "bayesian_beta_binomial" => "Bayesian, beta–binomial",
        _ => name.Replace('_', ' '),
    };
}
