using System.Globalization;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Cli.Planning;

/// <summary>From what was written to a plan that makes sense; every problem is bad usage and names the option, its value and a remedy.</summary>
internal static class PlanChecks
{
    private const double MostUnits = 1e18;
    private const int MostVariants = 100;
    private const double SharesTolerance = 1e-6;

    public static PlanQuestion Checked(PlanInput input)
    {
        var metric = Metric(input);
        var effect = Effect(input, metric);
        Require(effect is not null || input.Units is not null, "Give --effect (or --effect-absolute) to learn how many units it needs, --units to learn which effect they find, or both for the power.");
        var design = new ExperimentDesign(metric)
        {
            Shares = Shares(input),
            Alpha = Range("--alpha", input.Alpha ?? 0.05, value => value is > 0 and <= 0.5, "lies above 0 and not above 0.5, for example 0.05"),
            TargetPower = Power(input, effect),
            Alternative = !input.OneSided ? Alternative.TwoSided : effect < 0 ? Alternative.Less : Alternative.Greater,
            Correction = Correction(input.Correction),
            Adjustment = input.CupedR2 is { } r2 ? new(Range("--cuped-r2", r2, value => value is >= 0 and < 1, "lies from 0 to below 1, for example 0.4")) : null,
            Clusters = Clusters(input),
            Looks = Looks(input),
        };
        Require(
            design.Correction != PlannedCorrection.Dunnett || design.Comparisons == 1 || design.Looks == PlannedLooks.Once,
            $"--correction dunnett has critical values for a single look only: take --correction bonferroni, or leave out {(input.AlwaysValid ? "--always-valid" : "--looks")}.");
        var units = Units(input, design);
        Require(!input.WholeWeeks || input.PerDay is not null, "--weeks rounds a duration: give --per-day too.");
        Range("--per-day", input.PerDay ?? 0, value => value >= 0, "is a number of units a day, 0 or more");
        return new(design, effect, units, input.PerDay, input.WholeWeeks);
    }

    /// <summary>The answer, or why there is none.</summary>
    public static ExperimentPlan Answer(PlanQuestion question, PlanInput input)
    {
        var plan = question.Answer();
        var missing = !plan.Units.IsPresent ? plan.Units : !plan.Effect.IsPresent ? plan.Effect : plan.Power;
        string named = input.Effect is { } relative ? $"--effect {Text(relative)}" : input.AbsoluteEffect is { } absolute ? $"--effect-absolute {Text(absolute)}" : $"--units {Text(input.Units ?? 0)}";
        return missing.Reason switch
        {
            null => plan,
            AbsenceReason.ZeroVariance => throw CommandException.BadUsage("These deviations and this correlation leave the ratio no variance: check --sd, --denominator-sd and --correlation."),
            AbsenceReason.TooFewUnits => throw CommandException.BadUsage($"--units {Text(input.Units ?? 0)} leave a variant without two {(question.Design.Clusters is null ? "units" : "clusters")}: give more."),
            _ when question.Effect is not null => throw CommandException.BadUsage($"{named} takes more than {Text(MostUnits)} units: look for a larger effect."),
            _ => throw CommandException.BadUsage($"{named} find no effect with power {Text(question.Design.TargetPower)}: give more units, or less power."),
        };
    }

    private static PlannedMetric Metric(PlanInput input)
    {
        var parts = new (string Name, double? Value)[]
        {
            ("--denominator-mean", input.DenominatorMean), ("--denominator-sd", input.DenominatorDeviation), ("--correlation", input.Correlation),
        };
        bool isRatio = parts.Any(part => part.Value is not null);
        if (input.Deviation is { } sd)
        {
            Range("--sd", sd, value => value > 0, "is a standard deviation above 0; leave it out for a conversion");
        }

        if (!isRatio)
        {
            return input.Deviation is { } deviation
                ? PlannedMetric.Mean(input.Baseline, deviation)
                : PlannedMetric.Proportion(Range("--baseline", input.Baseline, value => value is > 0 and < 1, "is the rate of a conversion, above 0 and below 1; for a mean give --sd too"));
        }

        Require(input.Deviation is not null, $"{parts.First(part => part.Value is not null).Name} makes the metric a ratio: give --sd, the numerator's standard deviation, too.");
        Require(parts.All(part => part.Value is not null), $"A ratio also needs {string.Join(" and ", parts.Where(part => part.Value is null).Select(part => part.Name))}.");
        return PlannedMetric.Ratio(
            input.Baseline,
            input.Deviation!.Value,
            Range("--denominator-mean", input.DenominatorMean!.Value, value => value != 0, "is a mean other than 0"),
            Range("--denominator-sd", input.DenominatorDeviation!.Value, value => value >= 0, "is a standard deviation of 0 or more"),
            Range("--correlation", input.Correlation!.Value, value => value is >= -1 and <= 1, "lies from -1 to 1"));
    }

    private static double? Effect(PlanInput input, PlannedMetric metric)
    {
        Require(input.Effect is null || input.AbsoluteEffect is null, "--effect and --effect-absolute say the same thing in two ways: give one of them.");
        if ((input.Effect ?? input.AbsoluteEffect) is not { } given)
        {
            return null;
        }

        string name = input.Effect is null ? "--effect-absolute" : "--effect";
        Require(given != 0, $"{name} 0 is no effect to find: give for example 0.02, or leave it out and give --units.");
        double baseline = metric.Baseline.Value;
        Require(input.Effect is null || baseline != 0, $"{name} {Text(given)} of a baseline of 0 is nothing: give --effect-absolute.");
        double effect = input.Effect is null ? given : metric.AbsoluteEffect(given).Value;
        Require(
            metric.Kind != PlannedMetricKind.Proportion || baseline + effect is > 0 and < 1,
            $"{name} {Text(given)} moves the rate {Text(baseline)} to {Text(baseline + effect)}: it must stay above 0 and below 1.");
        return effect;
    }

    private static double Power(PlanInput input, double? effect)
    {
        Require(
            input.Power is null || effect is null || input.Units is null,
            $"--power {Text(input.Power ?? 0)} is what effect and --units together ask for: leave out one of the three.");
        double alpha = input.Alpha ?? 0.05;
        return effect is not null && input.Units is not null
            ? Math.Max(0.8, (1 + alpha) / 2)
            : Range("--power", input.Power ?? 0.8, value => value > alpha && value < 1, $"lies above alpha ({Text(alpha)}) and below 1, for example 0.8");
    }

    private static double[] Shares(PlanInput input)
    {
        Require(input.Variants is null || input.Shares.Count == 0, "--variants splits equally and --shares does not: give one of them.");
        if (input.Variants is { } variants)
        {
            Whole("--variants", variants, 2, MostVariants, "control and at least one treatment");
            return [.. Enumerable.Repeat(1.0, (int)variants)];
        }

        if (input.Shares.Count == 0)
        {
            return [1, 1];
        }

        string text = $"--shares {string.Join(' ', input.Shares.Select(Text))}";
        Require(input.Shares.Count is >= 2 and <= MostVariants, $"{text} is refused: give 2 to {MostVariants} shares, control first.");
        Require(input.Shares.All(share => share > 0 && double.IsFinite(share)), $"{text} is refused: every share is above 0; leave out a variant without units.");
        double sum = input.Shares.Sum();
        Require(
            input.Shares.Any(share => share >= 1) || Math.Abs(sum - 1) <= SharesTolerance,
            $"{text} sum to {Text(Math.Round(sum, 9))}: fractions must sum to 1; weights are 1 or more, for example 2 1 1.");
        return [.. input.Shares];
    }

    private static PlannedCorrection Correction(string? name) => name?.ToLowerInvariant() switch
    {
        null or "bonferroni" => PlannedCorrection.Bonferroni,
        "dunnett" => PlannedCorrection.Dunnett,
        "none" => PlannedCorrection.None,
        _ => throw CommandException.BadUsage($"--correction '{name}' is unknown: write bonferroni, dunnett or none."),
    };

    private static ClusteredUnits? Clusters(PlanInput input)
    {
        Require(input.IntraclassCorrelation is null || input.ClusterSize is not null, "--icc needs --cluster-size, the units a cluster on average.");
        Require(input.ClusterSize is null || input.IntraclassCorrelation is not null, "--cluster-size needs --icc, the intraclass correlation, for example 0.05.");
        Require(input.ClusterVariation is null || input.ClusterSize is not null, "--cluster-cv needs --icc and --cluster-size.");
        return input.ClusterSize is { } size
            ? new(
                Range("--icc", input.IntraclassCorrelation!.Value, value => value is >= 0 and <= 1, "lies from 0 to 1, for example 0.05"),
                Range("--cluster-size", size, value => value >= 1, "is 1 unit or more, for example 20"),
                Range("--cluster-cv", input.ClusterVariation ?? 0, value => value >= 0, "is 0 or more, for example 0.5"))
            : null;
    }

    private static PlannedLooks Looks(PlanInput input)
    {
        Require(input.Looks is null || !input.AlwaysValid, "--looks plans a few looks and --always-valid any number: give one of them.");
        Require(input.Spending is null || input.Looks is not null, "--spending is about several looks: give --looks too.");
        if (input.AlwaysValid)
        {
            return PlannedLooks.AtAnyTime;
        }

        if (input.Looks is not { } looks)
        {
            return PlannedLooks.Once;
        }

        Whole("--looks", looks, 2, GroupSequentialDesign.MostLooks, "the last when all units are in; for one look leave it out");
        return PlannedLooks.GroupSequential((int)looks, input.Spending?.ToLowerInvariant() switch
        {
            null or "obrien-fleming" => SpendingFunction.OBrienFleming,
            "pocock" => SpendingFunction.Pocock,
            _ => throw CommandException.BadUsage($"--spending '{input.Spending}' is unknown: write obrien-fleming or pocock."),
        });
    }

    private static long? Units(PlanInput input, ExperimentDesign design)
    {
        if (input.Units is not { } units)
        {
            return null;
        }

        Whole("--units", units, 2 * design.Shares.Count, MostUnits, "two a variant or more");
        return (long)units;
    }

    private static void Whole(string option, double value, double least, double most, string meaning) => Require(
        value >= least && value <= most && value == Math.Floor(value),
        $"{option} {Text(value)} is refused: it is a whole number from {Text(least)} to {Text(most)}, {meaning}.");

    private static double Range(string option, double value, Func<double, bool> holds, string meaning)
    {
        Require(holds(value), $"{option} {Text(value)} is refused: it {meaning}.");
        return value;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw CommandException.BadUsage(problem);
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
