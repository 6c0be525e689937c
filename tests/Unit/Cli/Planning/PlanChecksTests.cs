using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Planning;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Unit.Cli.Planning;

/// <summary>What a command line asks is what is planned; what makes no sense is refused by option, value and remedy.</summary>
public sealed class PlanChecksTests
{
    private static readonly PlanInput Conversion = new() { Baseline = 0.1, Effect = 0.075 };

    public static TheoryData<string, object> Refused() => new()
    {
        { "--baseline", Conversion with { Baseline = 3 } },
        { "--sd", Conversion with { Deviation = 0 } },
        { "--alpha", Conversion with { Alpha = 0 } },
        { "--alpha", Conversion with { Alpha = 1 } },
        { "--power", Conversion with { Power = 0.05 } },
        { "--power", Conversion with { Power = 1 } },
        { "--power", Conversion with { Units = 1000, Power = 0.9 } },
        { "--effect", Conversion with { Effect = null } },
        { "--effect", Conversion with { Effect = 0 } },
        { "--effect", Conversion with { Effect = 9 } },
        { "--effect-absolute", Conversion with { AbsoluteEffect = 0.01 } },
        { "--effect-absolute", Conversion with { Baseline = 0, Deviation = 1 } },
        { "--units", Conversion with { Units = 3 } },
        { "--units", Conversion with { Units = 100.5 } },
        { "--shares", Conversion with { Shares = [0.5, 0.3] } },
        { "--shares", Conversion with { Shares = [1] } },
        { "--shares", Conversion with { Shares = [1, 0] } },
        { "--variants", Conversion with { Variants = 1 } },
        { "--variants", Conversion with { Variants = 2, Shares = [1, 1] } },
        { "--correction", Conversion with { Correction = "holm" } },
        { "--correction", Conversion with { Correction = "dunnett", Variants = 3, Looks = 2 } },
        { "--cuped-r2", Conversion with { CupedR2 = 1 } },
        { "--cluster-size", Conversion with { IntraclassCorrelation = 0.1 } },
        { "--icc", Conversion with { ClusterSize = 10 } },
        { "--icc", Conversion with { ClusterSize = 10, IntraclassCorrelation = 1.1 } },
        { "--cluster-cv", Conversion with { ClusterVariation = 1 } },
        { "--looks", Conversion with { Looks = 1 } },
        { "--looks", Conversion with { Looks = 101 } },
        { "--always-valid", Conversion with { Looks = 3, AlwaysValid = true } },
        { "--spending", Conversion with { Spending = "pocock" } },
        { "--spending", Conversion with { Looks = 3, Spending = "linear" } },
        { "--per-day", Conversion with { PerDay = -1 } },
        { "--per-day", Conversion with { WholeWeeks = true } },
        { "--denominator-sd", Conversion with { Deviation = 1, DenominatorMean = 3, Correlation = 0 } },
        { "--sd", Conversion with { DenominatorMean = 3 } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_makes_no_sense_is_refused_in_one_line_that_names_the_option(string named, object input)
    {
        var refusal = Assert.Throws<CommandException>(() => PlanChecks.Checked((PlanInput)input));
        Assert.Equal(ExitCode.BadUsage, refusal.ExitCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    // Oracles: by hand (z₀.₉₇₅ + z₀.₈)²·(p₁q₁ + p₂q₂)/(p₂ − p₁)² = 25,945.8; statsmodels' TTestIndPower: 393.4 for d = 0.2.
    [Fact]
    public void Units_are_those_of_the_oracles()
    {
        Assert.Equal(2 * 25_946, Answer(Conversion).Units.Value);
        Assert.Equal(2 * 394, Answer(new PlanInput { Baseline = 10, Deviation = 5, Effect = 0.1 }).Units.Value);
        Assert.Equal(5, PlanChecks.Checked(Conversion with { Shares = [2, 2, 1] }).Design.Shares.Sum());
    }

    [Fact]
    public void One_sided_tests_the_direction_of_the_effect()
    {
        Assert.Equal(Alternative.Less, PlanChecks.Checked(Conversion with { Effect = -0.1, OneSided = true }).Design.Alternative);
        Assert.Equal(Alternative.Greater, PlanChecks.Checked(Conversion with { Effect = null, Units = 900, OneSided = true }).Design.Alternative);
    }

    [Fact]
    public void An_effect_that_no_units_find_is_refused() =>
        Assert.Contains("--effect 1E-12", Assert.Throws<CommandException>(() => Answer(Conversion with { Effect = 1e-12 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_says_what_is_absent_and_why()
    {
        var question = PlanChecks.Checked(Conversion with { PerDay = 0 });
        var plan = question.Answer();
        using var stream = new MemoryStream();
        PlanJson.Write(stream, question, plan, PlannedDuration.Of(plan.Units, 0), null);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(51_892, json.RootElement.GetProperty("units").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("days").ValueKind);
        Assert.Equal("no_units", json.RootElement.GetProperty("absent").GetProperty("days").GetString());
    }

    [Fact]
    public void A_picture_is_well_formed_and_says_what_it_shows()
    {
        var question = PlanChecks.Checked(Conversion);
        var svg = XDocument.Parse(CurveSvg.Of(PowerCurve.Of(question, question.Answer()), "A < B", "two & more"));
        Assert.Equal("A < B", svg.Root!.Elements().First(e => e.Name.LocalName == "title").Value);
        Assert.Contains("51,892 units", svg.Root.Elements().First(e => e.Name.LocalName == "desc").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(129_730, 8, 20_000, 7)]
    [InlineData(8, 8, 1, 8)]
    [InlineData(100, 5, 20, 5)]
    public void Ticks_are_round(double largest, int most, double step, int count) => Assert.Equal(new AxisTicks(step, count), AxisTicks.Reaching(largest, most));

    private static ExperimentPlan Answer(PlanInput input) => PlanChecks.Answer(PlanChecks.Checked(input), input);
}
