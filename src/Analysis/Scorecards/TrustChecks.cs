using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>Whether the data may be believed at all.</summary>
internal static class TrustChecks
{
    public static IEnumerable<ScorecardCheck> Run(ExperimentEvidence evidence) =>
        [.. Quality(evidence.Quality), SampleRatio(evidence), PlannedSample(evidence)];

    private static IEnumerable<ScorecardCheck> Quality(IReadOnlyList<QualityFinding> findings)
    {
        if (findings.All(f => f.Severity == FindingSeverity.Ok))
        {
            yield return Check("data_quality", CheckStatus.Passed, "Data quality: no finding.", []);
        }

        foreach (var finding in findings.Where(f => f.Severity != FindingSeverity.Ok))
        {
            yield return Check(
                "data_quality",
                finding.Severity == FindingSeverity.Error ? CheckStatus.Failed : CheckStatus.Noted,
                $"Data quality {finding.Check}: {Sentences.Count(finding.Count)}. {finding.Detail}",
                [new CheckNumber(finding.Check, finding.Count)]);
        }
    }

    private static ScorecardCheck SampleRatio(ExperimentEvidence evidence)
    {
        var test = evidence.SampleRatio;
        string units = string.Join(" : ", evidence.Input.Variants.Select(v => $"{v.Key} {Sentences.Count(v.Units)}"));
        string design = string.Join(" : ", evidence.ExpectedShares.Select(Sentences.Rate));
        string counts = $"{units}, designed {design}";
        var (status, reason) = test.Severity switch
        {
            SampleRatioSeverity.Ok => (CheckStatus.Passed, $"Sample ratio: {counts}, {Sentences.P(test.PValue.Value)}: as designed."),
            SampleRatioSeverity.Warn => (CheckStatus.Open,
                $"Sample ratio: {counts}, {Sentences.P(test.PValue.Value)}: doubtful. Check assignment and logging before trusting the result."),
            SampleRatioSeverity.Fail => (CheckStatus.Failed,
                $"Sample ratio mismatch: {counts}, {Sentences.P(test.PValue.Value)}. The variants are not comparable; find the cause and run again."),
            _ => (CheckStatus.Open, $"Sample ratio could not be tested because {test.PValue.Reason!.Value.Describe()}."),
        };
        return Check("sample_ratio", status, reason,
            [new("chi_squared", test.ChiSquared), new("df", test.DegreesOfFreedom), new("p_value", test.PValue)]);
    }

    private static ScorecardCheck PlannedSample(ExperimentEvidence evidence)
    {
        double units = evidence.Units;
        if (evidence.Input.PlannedUnits is not { } planned)
        {
            return Check("planned_sample", CheckStatus.Noted,
                $"No sample size was planned, so nothing shows that {Sentences.Count(units)} units were the agreed stopping point.",
                [new("units", units), new("planned_units", Measure.Absent(AbsenceReason.NotComputed))]);
        }

        return units >= planned
            ? Check("planned_sample", CheckStatus.Passed,
                $"The planned sample is reached: {Sentences.Count(units)} of {Sentences.Count(planned)} units.",
                [new("units", units), new("planned_units", planned)])
            : Check("planned_sample", CheckStatus.Open,
                $"The planned sample is not reached: {Sentences.Count(units)} of {Sentences.Count(planned)} units, {Sentences.Count(planned - units)} still needed.",
                [new("units", units), new("planned_units", planned)]);
    }

    private static ScorecardCheck Check(string name, CheckStatus status, string reason, IReadOnlyList<CheckNumber> numbers) =>
        new(name, null, null, null, status, reason, numbers);
}
