using System.Globalization;
using System.Text.Json;
using GrpcExp.Statistics.Resampling;

namespace GrpcExp.Analysis.Experiments;

/// <summary>What a planned test and the readings beside it need.</summary>
internal static class TestPlanRules
{
    public static IEnumerable<string> Problems(ExperimentInput input) => [.. Numbers(input.Test), .. Looks(input.Test), .. Metrics(input), .. Readings(input.Readings)];

    private static IEnumerable<string> Numbers(TestPlan test)
    {
        if (!Enum.IsDefined(test.Method))
        {
            yield return Invariant($"The method {test.Method} is not known; choose one of {string.Join(", ", Enum.GetNames<TestMethod>())}.");
        }

        if (test.Resamples is < 1 or > Bootstrap.MaximumResamples)
        {
            yield return Invariant($"resamples is {test.Resamples}, but must lie between 1 and {Bootstrap.MaximumResamples}.");
        }

        if (test.Method == TestMethod.ConfidenceSequence && !(test.PlannedUnits > 0 && double.IsFinite(test.PlannedUnits.Value)))
        {
            yield return "A confidence sequence needs the units of control and treatment together that were planned before the first look, a positive number.";
        }

        if (test.Method == TestMethod.MixtureSprt && !(test.EffectDeviation > 0 && double.IsFinite(test.EffectDeviation.Value)))
        {
            yield return "A mixture SPRT needs the deviation of effects in the metric's unit, a positive number such as the minimum effect of interest.";
        }
    }

    private static IEnumerable<string> Looks(TestPlan test)
    {
        if (test.Method != TestMethod.GroupSequential)
        {
            yield break;
        }

        if (test.Looks.Count is 0 or > Statistics.Sequential.GroupSequentialDesign.MostLooks)
        {
            yield return Invariant(
                $"A group-sequential test needs the information fraction of each look so far, 1 to {Statistics.Sequential.GroupSequentialDesign.MostLooks} of them, e.g. 0.25, 0.5; there are {test.Looks.Count}.");
        }

        double before = 0;
        for (int i = 0; i < test.Looks.Count; before = test.Looks[i++])
        {
            if (!(test.Looks[i] > before) || !double.IsFinite(test.Looks[i]) || (i > 0 && before >= 1))
            {
                yield return Invariant($"Information fraction {i + 1} is {test.Looks[i]}: fractions must rise from above 0, and only the last may exceed 1.");
            }
        }
    }

    private static IEnumerable<string> Metrics(ExperimentInput input)
    {
        foreach (var metric in input.Metrics)
        {
            if (input.Test.NeedsConversions && metric.Type != MetricType.Conversion)
            {
                yield return $"Metric '{metric.Key}' is a mean, but the method {Name(input.Test.Method)} compares conversions; declare it a conversion, or use welch.";
            }

            bool lacksValues = metric.ByVariant.Values.Any(v => v.Values is null && v.Moments.Count > 0);
            if (input.Test.NeedsValues && lacksValues)
            {
                yield return $"Metric '{metric.Key}' has sums only, but the method {Name(input.Test.Method)} needs the value of every unit; use welch.";
            }

            if (input.Test.Method == TestMethod.MannWhitney && metric.Type == MetricType.Conversion)
            {
                yield return $"Metric '{metric.Key}' is a conversion, whose ranks are nearly all tied; use welch or fisher.";
            }

            if (input.Readings.Quantiles.Count > 0 && metric.Type == MetricType.Mean && lacksValues)
            {
                yield return $"Metric '{metric.Key}' has sums only, but a quantile needs the value of every unit; leave the quantile out.";
            }
        }
    }

    private static IEnumerable<string> Readings(SecondReadings readings)
    {
        foreach (double quantile in readings.Quantiles.Where(q => !(q is > 0 and < 1)))
        {
            yield return Invariant($"A quantile is {quantile}, but must lie strictly between 0 and 1, e.g. 0.9.");
        }

        if (!double.IsFinite(readings.NormalPrior.Mean) || !(readings.NormalPrior.Deviation > 0))
        {
            yield return Invariant($"The normal prior has mean {readings.NormalPrior.Mean} and deviation {readings.NormalPrior.Deviation}; it needs a finite mean and a positive deviation.");
        }

        if (!(readings.BetaPrior.Conversions >= 0 && readings.BetaPrior.Others >= 0 && double.IsFinite(readings.BetaPrior.Conversions + readings.BetaPrior.Others)))
        {
            yield return Invariant($"The beta prior has counts {readings.BetaPrior.Conversions} and {readings.BetaPrior.Others}; they must be finite and not negative.");
        }
    }

    private static string Name(TestMethod method) => JsonNamingPolicy.KebabCaseLower.ConvertName(method.ToString());

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
