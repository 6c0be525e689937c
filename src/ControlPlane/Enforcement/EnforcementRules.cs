using System.Globalization;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Contracts.Control.V1;
using Scorecard = GrpcExp.Analysis.Scorecards.Scorecard;
using Verdict = GrpcExp.Analysis.Scorecards.Verdict;

namespace GrpcExp.ControlPlane.Enforcement;

/// <summary>Which running experiments must not go on.</summary>
internal static class EnforcementRules
{
    private const string Guardrail = "guardrail";

    /// <summary>Why an experiment must stop; null when it may go on. Harm comes before age.</summary>
    /// <param name="experiment">A running experiment.</param>
    /// <param name="scorecard">What the last build says of it; null when it has no units yet.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="longest">How long an experiment may run.</param>
    public static StopReason? Judge(Experiment experiment, Scorecard? scorecard, DateTime now, TimeSpan longest)
    {
        // With several treatments the verdict is that of the best: one that harms does not end the others.
        if (scorecard is { Verdict: Verdict.Red } && scorecard.Checks.FirstOrDefault(check => check is { Name: Guardrail, Status: CheckStatus.Failed }) is { } breach)
        {
            return new StopReason(StopReason.Guardrail, string.Create(CultureInfo.InvariantCulture, $"{breach.Reason} ({scorecard.DataRevision})"));
        }

        var running = now - experiment.StartTime.ToDateTime();
        return running >= longest
            ? new StopReason(StopReason.Duration, string.Create(CultureInfo.InvariantCulture, $"It has run {running.TotalDays:0} days, and the limit is {longest.TotalDays:0}."))
            : null;
    }
}
