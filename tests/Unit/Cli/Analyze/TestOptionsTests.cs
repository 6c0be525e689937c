using System.CommandLine;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.Analyze;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Unit.Cli.Analyze;

public sealed class TestOptionsTests
{
    private readonly TestOptions options = new();

    [Theory]
    [InlineData("", TestMethod.Welch)]
    [InlineData("--method pooled-t", TestMethod.PooledT)]
    [InlineData("--method z", TestMethod.Z)]
    [InlineData("--method z-unpooled", TestMethod.ZUnpooled)]
    [InlineData("--method fisher", TestMethod.Fisher)]
    [InlineData("--method mann-whitney", TestMethod.MannWhitney)]
    [InlineData("--method permutation --seed 5 --resamples 99", TestMethod.Permutation)]
    [InlineData("--method bootstrap", TestMethod.Bootstrap)]
    [InlineData("--sequential confidence-sequence --planned-units 5000", TestMethod.ConfidenceSequence)]
    [InlineData("--sequential msprt --tau 0.1", TestMethod.MixtureSprt)]
    [InlineData("--sequential obrien-fleming --looks 0.25,0.5,1.1", TestMethod.GroupSequential)]
    [InlineData("--sequential pocock --looks 1", TestMethod.GroupSequential)]
    public void A_test_is_chosen_by_name(string arguments, TestMethod method) => Assert.Equal(method, options.Test(Parse(arguments)).Method);

    [Fact]
    public void Posteriors_take_flat_priors_or_those_that_are_given()
    {
        Assert.False(options.Readings(Parse("")).Bayesian);
        Assert.True(options.Readings(Parse("--bayesian")).Bayesian);
        var readings = options.Readings(Parse("--bayesian normal:0:0.05 --bayesian beta:2:50 --quantile 0.5 --quantile 0.9"));
        Assert.Equal((new NormalPrior(0, 0.05, true), new BetaPrior(2, 50)), (readings.NormalPrior, readings.BetaPrior));
        Assert.Equal([0.5, 0.9], readings.Quantiles);
    }

    [Theory]
    [InlineData("", Correction.Holm)]
    [InlineData("--correction none", Correction.None)]
    [InlineData("--correction bonferroni", Correction.Bonferroni)]
    [InlineData("--correction bh", Correction.BenjaminiHochberg)]
    public void A_correction_is_chosen_by_name(string arguments, Correction correction) => Assert.Equal(correction, options.Correction(Parse(arguments)));

    [Theory]
    [InlineData("--method t", "welch")]
    [InlineData("--sequential always", "pocock")]
    [InlineData("--method welch --sequential msprt --tau 1", "one of them")]
    [InlineData("--sequential confidence-sequence", "--planned-units")]
    [InlineData("--sequential confidence-sequence --planned-units 0", "positive")]
    [InlineData("--planned-units 100", "confidence-sequence")]
    [InlineData("--sequential msprt", "--tau")]
    [InlineData("--sequential msprt --tau -1", "positive")]
    [InlineData("--tau 1", "msprt")]
    [InlineData("--sequential pocock", "--looks")]
    [InlineData("--sequential pocock --looks 0.5,0.5", "0.5")]
    [InlineData("--sequential pocock --looks 0", "'0'")]
    [InlineData("--sequential pocock --looks 1,1.1", "1.1")]
    [InlineData("--sequential pocock --looks a", "'a'")]
    [InlineData("--looks 1", "obrien-fleming")]
    [InlineData("--seed 1", "permutation")]
    [InlineData("--method bootstrap --resamples 0", "1000000")]
    [InlineData("--method bootstrap --resamples 1000001", "1000000")]
    public void A_test_that_makes_no_sense_is_bad_usage(string arguments, string part) => Refuses(() => options.Test(Parse(arguments)), part);

    [Theory]
    [InlineData("--quantile 0", "--quantile")]
    [InlineData("--quantile 1", "--quantile")]
    [InlineData("--quantile 0.5 --quantile 0.5", "once")]
    [InlineData("--bayesian normal:0", "normal:MEAN:SD")]
    [InlineData("--bayesian normal:0:0", "normal:MEAN:SD")]
    [InlineData("--bayesian beta:-1:1", "beta:1:1")]
    [InlineData("--bayesian cauchy:0:1", "flat")]
    public void A_reading_that_makes_no_sense_is_bad_usage(string arguments, string part) => Refuses(() => options.Readings(Parse(arguments)), part);

    [Fact]
    public void An_unknown_correction_is_bad_usage() => Refuses(() => options.Correction(Parse("--correction sidak")), "holm");

    private static void Refuses(Action action, string part)
    {
        var refusal = Assert.Throws<CommandException>(action);
        Assert.Equal(ExitCode.BadUsage, refusal.ExitCode);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private ParseResult Parse(string arguments)
    {
        var command = new Command("analyze");
        options.AddTo(command);
        return command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
