using Google.Protobuf.WellKnownTypes;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Enforcement;

namespace GrpcExp.Unit.ControlPlane.Enforcement;

public sealed class EnforcementRulesTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);
    private static readonly Experiment Running = new() { Key = "checkout", StartTime = Timestamp.FromDateTime(Start) };

    [Fact]
    public void An_experiment_may_run_to_its_limit_and_not_to_it_and_beyond()
    {
        Assert.Null(EnforcementRules.Judge(Running, null, Start + Longest - TimeSpan.FromTicks(1), Longest));

        var reason = EnforcementRules.Judge(Running, null, Start + Longest, Longest);

        Assert.Equal(new StopReason("duration", "It has run 90 days, and the limit is 90."), reason);
    }

    [Fact]
    public void A_violated_guardrail_of_a_red_scorecard_comes_before_age()
    {
        var reason = EnforcementRules.Judge(Running, Scorecard(Verdict.Red, ("guardrail", CheckStatus.Failed)), Start + Longest, Longest);

        Assert.Equal(new StopReason("guardrail", "guardrail Failed (events until now)"), reason);
    }

    [Theory]
    [InlineData(Verdict.Red, "sample_ratio", CheckStatus.Failed)]
    [InlineData(Verdict.Red, "primary", CheckStatus.Failed)]
    [InlineData(Verdict.Red, "data_quality", CheckStatus.Failed)]
    [InlineData(Verdict.Yellow, "guardrail", CheckStatus.Open)]
    [InlineData(Verdict.Yellow, "guardrail", CheckStatus.Noted)]
    [InlineData(Verdict.Green, "guardrail", CheckStatus.Failed)]
    public void Nothing_else_stops_it(Verdict verdict, string check, CheckStatus status) =>
        Assert.Null(EnforcementRules.Judge(Running, Scorecard(verdict, (check, status), ("guardrail", CheckStatus.Passed)), Start.AddDays(1), Longest));

    private static Scorecard Scorecard(Verdict verdict, params (string Name, CheckStatus Status)[] checks) => new(
        verdict,
        Recommendation.DoNotShip,
        [],
        [.. checks.Select(check => new ScorecardCheck(check.Name, "treatment", "crash_rate", 1, check.Status, $"{check.Name} {check.Status}", []))],
        [],
        default,
        "events until now");
}
