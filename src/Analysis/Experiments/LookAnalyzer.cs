using GrpcExp.Statistics;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Analyses an experiment of which several cumulative looks are known: the last one decides.</summary>
public static class LookAnalyzer
{
    /// <summary>Analyses every look, in the order of time.</summary>
    /// <param name="looks">At least one. A group-sequential plan has one information fraction a look.</param>
    /// <exception cref="InvalidExperimentInputException">A look is not usable; the message lists every problem.</exception>
    public static ExperimentAnalysis Analyze(IReadOnlyList<(string Time, ExperimentInput Input)> looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        if (looks.Count == 0)
        {
            throw new InvalidExperimentInputException(["There is no look to analyse; give at least one."]);
        }

        var test = looks[^1].Input.Test;
        bool planned = test.Method == TestMethod.GroupSequential;
        if (planned && looks.Count > 1 && test.Looks.Count != looks.Count)
        {
            throw new InvalidExperimentInputException(
                [$"There are {looks.Count} looks but {test.Looks.Count} information fractions; give one for each look, in the order of time."]);
        }

        ExperimentAnalysis[] analyses =
        [
            .. looks.Select((look, i) => ExperimentAnalyzer.Analyze(
                planned && looks.Count > 1 ? look.Input with { Test = test with { Looks = [.. test.Looks.Take(i + 1)] } } : look.Input)),
        ];
        bool alwaysValid = test.Method is TestMethod.ConfidenceSequence or TestMethod.MixtureSprt;
        var rows =
            from metric in analyses[^1].Evidence.Metrics
            from comparison in metric.Comparisons
            from row in Series(metric.Metric.Key, comparison.Variant)
            select row;
        return looks.Count == 1 ? analyses[0] : analyses[^1] with { Looks = [.. rows] };

        IEnumerable<LookAnalysis> Series(string metric, string variant)
        {
            var comparisons = analyses.Select(a => a.Evidence.Metrics.First(m => m.Metric.Key == metric).Comparisons.First(c => c.Variant == variant).Comparison).ToArray();
            var running = MixtureSprt.RunningMinimum(comparisons.Select(c => c.PValue));
            return comparisons.Select((c, i) =>
                new LookAnalysis(looks[i].Time, metric, variant, c, alwaysValid ? running[i] : Measure.Absent(AbsenceReason.NotComputed)));
        }
    }
}
