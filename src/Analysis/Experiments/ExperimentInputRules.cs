using System.Globalization;

namespace GrpcExp.Analysis.Experiments;

/// <summary>What an input must satisfy before anything is computed.</summary>
internal static class ExperimentInputRules
{
    public static void Require(ExperimentInput input)
    {
        List<string> problems = [.. Settings(input), .. TestPlanRules.Problems(input), .. Variants(input), .. Metrics(input)];
        if (problems.Count > 0)
        {
            throw new InvalidExperimentInputException(problems);
        }
    }

    private static IEnumerable<string> Settings(ExperimentInput input)
    {
        if (input.Mode is not (AnalysisMode.Itt or AnalysisMode.Exposed))
        {
            yield return "The analysis mode is missing: choose itt (everybody assigned) or exposed (only units exposed).";
        }

        if (!(input.Alpha is > 0 and < 1))
        {
            yield return Invariant($"alpha is {input.Alpha}, but must lie strictly between 0 and 1, e.g. 0.05.");
        }

        if (!(input.Power is > 0 and < 1))
        {
            yield return Invariant($"power is {input.Power}, but must lie strictly between 0 and 1, e.g. 0.8.");
        }

        if (input.PlannedUnits <= 0)
        {
            yield return Invariant($"planned units is {input.PlannedUnits}, but must be positive, or left out when there was no plan.");
        }
    }

    private static IEnumerable<string> Variants(ExperimentInput input)
    {
        if (input.Variants.Count < 2)
        {
            yield return Invariant($"An experiment needs at least two variants to compare, but has {input.Variants.Count}.");
        }

        foreach (string key in Repeated(input.Variants.Select(v => v.Key)))
        {
            yield return $"Variant '{key}' is listed more than once; merge its rows.";
        }

        if (input.Variants.All(v => v.Key != input.Control))
        {
            string known = string.Join(", ", input.Variants.Select(v => $"'{v.Key}'"));
            yield return $"Control '{input.Control}' is not among the variants ({known}); name one of them.";
        }

        foreach (var variant in input.Variants.Where(v => v.Units < 0))
        {
            yield return Invariant($"Variant '{variant.Key}' has {variant.Units} units; a count cannot be negative.");
        }

        foreach (var variant in input.Variants.Where(v => !(v.ExpectedShare >= 0) || double.IsInfinity(v.ExpectedShare)))
        {
            yield return Invariant($"Variant '{variant.Key}' has expected share {variant.ExpectedShare}, but must be a number of 0 or more.");
        }
    }

    private static IEnumerable<string> Metrics(ExperimentInput input)
    {
        foreach (string key in Repeated(input.Metrics.Select(m => m.Key)))
        {
            yield return $"Metric '{key}' is listed more than once; keep one version of it.";
        }

        var known = input.Variants.Select(v => v.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var metric in input.Metrics)
        {
            var inSegments = metric.Segments.SelectMany(s => s.ByVariant.Keys);
            foreach (string variant in metric.ByVariant.Keys.Concat(inSegments).Distinct(StringComparer.Ordinal).Where(k => !known.Contains(k)))
            {
                yield return $"Metric '{metric.Key}' has numbers for '{variant}', which is not a variant of the experiment.";
            }

            if (metric.NonInferiorityMargin is { } margin && !(margin > 0 && double.IsFinite(margin)))
            {
                yield return Invariant($"Metric '{metric.Key}' has non-inferiority margin {margin}, but must be a positive fraction of the control mean, e.g. 0.01.");
            }

            if (metric.MinimumEffect is { } effect && !(effect > 0 && double.IsFinite(effect)))
            {
                yield return Invariant($"Metric '{metric.Key}' has minimum effect {effect}, but must be a positive fraction of the control mean, e.g. 0.01.");
            }

            foreach (var (variant, numbers) in metric.ByVariant)
            {
                if (metric.Type == MetricType.Conversion && numbers.Moments.Mean is (< 0 or > 1))
                {
                    yield return Invariant($"Metric '{metric.Key}' is a conversion, but its mean in '{variant}' is {numbers.Moments.Mean}; every unit must be 0 or 1.");
                }
            }
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> keys) =>
        keys.GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
