using System.CommandLine;
using System.Globalization;

namespace GrpcExp.Cli.Planning;

/// <summary>The options of <c>grpcexp plan</c> that describe an experiment.</summary>
internal sealed class PlanOptions
{
    private readonly Option<double?> baseline = Number("--baseline", "Mean of the metric in control; for a conversion its rate, for a ratio the numerator's mean a unit.", required: true);
    private readonly Option<double?> deviation = Number("--sd", "Standard deviation of a unit's value (of the numerator for a ratio); leave it out for a conversion.");
    private readonly Option<double?> denominatorMean = Number("--denominator-mean", "Makes the metric a ratio: mean of the denominator a unit.");
    private readonly Option<double?> denominatorDeviation = Number("--denominator-sd", "Standard deviation of a unit's denominator.");
    private readonly Option<double?> correlation = Number("--correlation", "Of numerator and denominator over units, -1 to 1.");
    private readonly Option<double?> effect = Number("--effect", "Relative effect, for example 0.02; alone it asks for units, with --units for power.");
    private readonly Option<double?> absolute = Number("--effect-absolute", "The effect in the metric's own unit instead.");
    private readonly Option<double?> units = Number("--units", "Units over all variants; alone they ask for the detectable effect.");
    private readonly Option<double?> alpha = Number("--alpha", "Error rate over all treatments and looks; default 0.05.");
    private readonly Option<double?> power = Number("--power", "Power of every comparison; default 0.8.");
    private readonly Option<bool> oneSided = new("--one-sided") { Description = "Tests the effect's direction only; a rise when it is asked for." };
    private readonly Option<double[]> shares = new("--shares")
    {
        Description = "Share of each variant, control first: fractions that sum to 1, or weights of 1 or more such as 2 1 1; default two halves.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double?> variants = Number("--variants", "Variants with control, equally many units each; default 2.");
    private readonly Option<string?> correction = new("--correction") { Description = "How several treatments share alpha: bonferroni (default), dunnett or none." };
    private readonly Option<double?> cuped = Number("--cuped-r2", "Share of the variance that a covariate explains (its squared correlation), 0 to below 1.");
    private readonly Option<double?> intraclass = Number("--icc", "Intraclass correlation of units that are assigned in clusters, 0 to 1.");
    private readonly Option<double?> clusterSize = Number("--cluster-size", "Units a cluster on average.");
    private readonly Option<double?> clusterVariation = Number("--cluster-cv", "Standard deviation of cluster sizes over their mean; default 0.");
    private readonly Option<double?> looks = Number("--looks", "Equally spaced looks of a group-sequential test, 2 to 100.");
    private readonly Option<string?> spending = new("--spending") { Description = "How the looks spend alpha: obrien-fleming (default) or pocock." };
    private readonly Option<bool> alwaysValid = new("--always-valid") { Description = "Results may be acted on at any time (confidence sequence)." };
    private readonly Option<double?> perDay = Number("--per-day", "Units that arrive a day over all variants, for the duration.");
    private readonly Option<bool> weeks = new("--weeks") { Description = "Rounds the duration up to whole weeks." };

    private IEnumerable<Option> All =>
    [
        baseline, deviation, denominatorMean, denominatorDeviation, correlation, effect, absolute, units, alpha, power, oneSided, shares,
        variants, correction, cuped, intraclass, clusterSize, clusterVariation, looks, spending, alwaysValid, perDay, weeks,
    ];

    // What a control plane can be asked.
    private IEnumerable<Option> Remote => [baseline, deviation, effect, units, alpha, power, shares, perDay];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The first option that was written and that only this program understands, or null.</summary>
    public string? LocalOnly(ParseResult parsed) =>
        All.Except(Remote).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public PlanInput Read(ParseResult parsed) => new()
    {
        Baseline = parsed.GetValue(baseline)!.Value,
        Deviation = parsed.GetValue(deviation),
        DenominatorMean = parsed.GetValue(denominatorMean),
        DenominatorDeviation = parsed.GetValue(denominatorDeviation),
        Correlation = parsed.GetValue(correlation),
        Effect = parsed.GetValue(effect),
        AbsoluteEffect = parsed.GetValue(absolute),
        Units = parsed.GetValue(units),
        Alpha = parsed.GetValue(alpha),
        Power = parsed.GetValue(power),
        OneSided = parsed.GetValue(oneSided),
        Shares = parsed.GetValue(shares) ?? [],
        Variants = parsed.GetValue(variants),
        Correction = parsed.GetValue(correction),
        CupedR2 = parsed.GetValue(cuped),
        IntraclassCorrelation = parsed.GetValue(intraclass),
        ClusterSize = parsed.GetValue(clusterSize),
        ClusterVariation = parsed.GetValue(clusterVariation),
        Looks = parsed.GetValue(looks),
        Spending = parsed.GetValue(spending),
        AlwaysValid = parsed.GetValue(alwaysValid),
        PerDay = parsed.GetValue(perDay),
        WholeWeeks = parsed.GetValue(weeks),
    };

    private static Option<double?> Number(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            {
                return value;
            }

            result.AddError($"{name} '{text}' is no number: write for example 0.05 or 20000.");
            return null;
        },
    };
}
