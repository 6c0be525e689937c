using GrpcExp.Load.Verdicts;

namespace GrpcExp.Unit.Load;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(9.999, true)]
    [InlineData(10, false)]
    [InlineData(double.NaN, false)]
    public void Below_means_strictly_below(double measured, bool held) => Assert.Equal(held, Of(Demand.Below, measured).IsHeld);

    [Theory]
    [InlineData(10, true)]
    [InlineData(9.999, false)]
    [InlineData(double.NaN, false)]
    public void At_least_takes_the_limit_itself(double measured, bool held) => Assert.Equal(held, Of(Demand.AtLeast, measured).IsHeld);

    [Fact]
    public void One_failed_threshold_fails_the_run() =>
        Assert.Equal(ExitCode.Failed, ExitCode.Of([Of(Demand.Below, 1), Of(Demand.Below, 11)]));

    [Fact]
    public void Held_thresholds_are_exit_code_zero() => Assert.Equal(0, ExitCode.Of([Of(Demand.Below, 1)]));

    [Fact]
    public void A_run_that_judged_nothing_has_proved_nothing() => Assert.Equal(ExitCode.Failed, ExitCode.Of([]));

    [Fact]
    public void An_endpoint_without_one_good_answer_has_no_good_percentile()
    {
        var silent = LoadReports.Measurement("silent", []) with { Failed = 3 };

        Assert.Equal([false, false], Sla.Endpoint(silent, 10).Select(v => v.IsHeld));
    }

    private static Verdict Of(Demand demand, double measured) => new("a threshold", demand, 10, measured, "ms");
}
