using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>
/// Judges an experiment. RED: sample ratio mismatch, a data-quality error, a guardrail violated, or the primary metric
/// significantly worse. GREEN: the primary metric significantly better, no guardrail violated, sample ratio OK, planned
/// sample reached, and no segment of the primary metric significantly worse. YELLOW: everything else.
/// </summary>
/// <remarks>
/// With several treatments each is judged on its own and the best one gives the verdict: a losing arm is no reason not to
/// ship a winning one. An experiment without a planned sample is not held back by it, but the scorecard says so.
/// </remarks>
public static class ScorecardPolicy
{
    /// <summary>A reader of a GREEN scorecard wants the win before the housekeeping.</summary>
    private static readonly string[] GoodNewsFirst =
        ["primary", "guardrail", "segments", "secondary", "sample_ratio", "planned_sample", "data_quality"];

    /// <summary>Decides. Pure and deterministic.</summary>
    public static Scorecard Decide(ExperimentEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ScorecardCheck[] trust = [.. TrustChecks.Run(evidence)];
        var treatments = evidence.Input.Variants.Where(v => v.Key != evidence.Input.Control).Select(v => v.Key).ToArray();
        var checks = treatments.ToDictionary(t => t, t => MetricChecks.Run(evidence, t).ToArray());
        VariantVerdict[] verdicts = [.. treatments.Select(t => Judge(t, trust, checks[t]))];

        // Best first; OrderBy is stable, so ties go to the earlier variant.
        var best = verdicts.OrderBy(v => v.Verdict switch { Verdict.Green => 0, Verdict.Yellow => 1, _ => 2 }).First();
        ScorecardCheck[] all = [.. trust, .. treatments.SelectMany(t => checks[t])];
        return new Scorecard(
            best.Verdict,
            best.Recommendation,
            verdicts,
            all,
            Reasons(best, verdicts, all),
            StillNeeded(evidence, best, checks[best.Variant]),
            evidence.Input.DataRevision);
    }

    private static VariantVerdict Judge(string treatment, ScorecardCheck[] trust, ScorecardCheck[] metrics)
    {
        bool untrusted = trust.Any(c => c.Status == CheckStatus.Failed);
        bool harmed = metrics.Any(c => c.Status == CheckStatus.Failed);
        bool open = trust.Concat(metrics).Any(c => c.Status == CheckStatus.Open);
        return untrusted ? new(treatment, Verdict.Red, Recommendation.Invalid)
            : harmed ? new(treatment, Verdict.Red, Recommendation.DoNotShip)
            : open ? new(treatment, Verdict.Yellow, Recommendation.Iterate)
            : new(treatment, Verdict.Green, Recommendation.Ship);
    }

    private static string[] Reasons(VariantVerdict best, VariantVerdict[] verdicts, ScorecardCheck[] checks)
    {
        IEnumerable<string> choice = verdicts.Length > 1
            ? [$"{best.Variant} decides: " + string.Join(", ", verdicts.Select(v => $"{v.Variant} is {v.Verdict.ToString().ToUpperInvariant()}")) + "."]
            : [];

        // What decided comes first: failures, then open questions, then what went well, then notes.
        CheckStatus[] order = [CheckStatus.Failed, CheckStatus.Open, CheckStatus.Passed, CheckStatus.Noted];
        var decided = order.SelectMany(status => checks
            .Where(c => c.Status == status)
            .OrderBy(c => c.Variant is null || c.Variant == best.Variant ? 0 : 1)
            .ThenBy(c => status is CheckStatus.Failed or CheckStatus.Open ? 0 : Array.IndexOf(GoodNewsFirst, c.Name))
            .Select(c => c.Reason));
        return [.. choice, .. decided];
    }

    private static Measure StillNeeded(ExperimentEvidence evidence, VariantVerdict best, ScorecardCheck[] checks)
    {
        if (best.Verdict != Verdict.Yellow)
        {
            return Measure.Absent(AbsenceReason.NotComputed);
        }

        if (evidence.Input.PlannedUnits is { } planned && planned > evidence.Units)
        {
            return planned - evidence.Units;
        }

        var needed = checks
            .Where(c => c is { Name: "primary", Status: CheckStatus.Open })
            .SelectMany(c => c.Numbers)
            .Where(n => n.Name == "units_still_needed")
            .Select(n => n.Value)
            .ToArray();
        return needed.FirstOrDefault(n => n.IsPresent, needed.FirstOrDefault());
    }
}
