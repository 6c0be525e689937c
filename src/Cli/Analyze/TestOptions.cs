using System.CommandLine;
using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.Resampling;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Cli.Analyze;

/// <summary>The options that say which test decides and what is shown beside it.</summary>
internal sealed class TestOptions
{
    private const string Methods = "welch, pooled-t, z, z-unpooled, fisher, mann-whitney, permutation or bootstrap";
    private const string Sequentials = "confidence-sequence, msprt, obrien-fleming or pocock";

    private readonly Option<string?> method = new("--method") { Description = $"The test that decides: {Methods}; default welch." };
    private readonly Option<string?> sequential = new("--sequential") { Description = $"A test that stays valid when one looks before the end: {Sequentials}." };
    private readonly Option<double?> plannedUnits = new("--planned-units") { Description = "For a confidence sequence: units of control and treatment together that were planned beforehand." };
    private readonly Option<double?> tau = new("--tau") { Description = "For msprt: deviation of effects in the metric's unit, about the smallest effect of interest." };
    private readonly Option<string?> looks = new("--looks") { Description = "For obrien-fleming and pocock: information fraction of each look so far, for example 0.25,0.5; 1 is the planned end." };
    private readonly Option<string[]> bayesian = new("--bayesian") { Description = "Adds posteriors; perhaps with a prior, normal:MEAN:SD of a relative effect or beta:CONVERSIONS:OTHERS; default flat. Repeat it for both.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> correction = new("--correction") { Description = "For many p-values: none, bonferroni, holm or bh; default holm." };
    private readonly Option<double[]> quantile = new("--quantile") { Description = "Adds the difference of a quantile of mean metrics, for example 0.9; repeat it." };
    private readonly Option<int?> seed = new("--seed") { Description = "Seed of permutation and bootstrap; default 1." };
    private readonly Option<int?> resamples = new("--resamples") { Description = "Draws of permutation and bootstrap; default 9999." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { method, sequential, plannedUnits, tau, looks, bayesian, correction, quantile, seed, resamples })
        {
            command.Options.Add(option);
        }
    }

    public TestPlan Test(ParseResult parsed)
    {
        var test = Named(parsed.GetValue(method), parsed.GetValue(sequential));
        Only("--planned-units", parsed.GetValue(plannedUnits) is not null, test.Method == TestMethod.ConfidenceSequence, "--sequential confidence-sequence");
        Only("--tau", parsed.GetValue(tau) is not null, test.Method == TestMethod.MixtureSprt, "--sequential msprt");
        Only("--looks", parsed.GetValue(looks) is not null, test.Method == TestMethod.GroupSequential, "--sequential obrien-fleming or pocock");
        bool draws = test.Method is TestMethod.Permutation or TestMethod.Bootstrap;
        Only("--seed", parsed.GetValue(seed) is not null, draws, "--method permutation or bootstrap");
        Only("--resamples", parsed.GetValue(resamples) is not null, draws, "--method permutation or bootstrap");
        Positive("--planned-units", parsed.GetValue(plannedUnits), test.Method == TestMethod.ConfidenceSequence, "the units of control and treatment together that were planned before the first look");
        Positive("--tau", parsed.GetValue(tau), test.Method == TestMethod.MixtureSprt, "the deviation of effects in the metric's unit, about the smallest effect of interest");
        if (parsed.GetValue(resamples) is { } draw && draw is < 1 or > Bootstrap.MaximumResamples)
        {
            throw CommandException.BadUsage($"--resamples is {draw}: it must lie between 1 and {Bootstrap.MaximumResamples}.");
        }

        return test with
        {
            PlannedUnits = parsed.GetValue(plannedUnits),
            EffectDeviation = parsed.GetValue(tau),
            Looks = test.Method == TestMethod.GroupSequential ? Fractions(parsed.GetValue(looks)) : [],
            Seed = parsed.GetValue(seed) ?? 1,
            Resamples = parsed.GetValue(resamples) ?? Bootstrap.DefaultResamples,
        };
    }

    public SecondReadings Readings(ParseResult parsed)
    {
        var quantiles = parsed.GetValue(quantile) ?? [];
        foreach (double one in quantiles.Where(one => !(one is > 0 and < 1)))
        {
            throw CommandException.BadUsage($"--quantile is {Number(one)}: it must lie between 0 and 1, for example 0.9 for the value that nine of ten stay below.");
        }

        if (quantiles.GroupBy(one => one).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw CommandException.BadUsage($"--quantile names {Number(twice.Key)} more than once: name it once.");
        }

        var readings = new SecondReadings { Bayesian = parsed.GetResult(bayesian) is not null, Quantiles = quantiles };
        return (parsed.GetValue(bayesian) ?? []).Aggregate(readings, WithPrior);
    }

    public Correction Correction(ParseResult parsed) => parsed.GetValue(correction) switch
    {
        null or "holm" => Statistics.MultipleTesting.Correction.Holm,
        "none" => Statistics.MultipleTesting.Correction.None,
        "bonferroni" => Statistics.MultipleTesting.Correction.Bonferroni,
        "bh" or "benjamini-hochberg" => Statistics.MultipleTesting.Correction.BenjaminiHochberg,
        var other => throw CommandException.BadUsage($"--correction '{other}' is not known: write none, bonferroni, holm or bh."),
    };

    private static TestPlan Named(string? method, string? sequential)
    {
        if (method is not null && sequential is not null)
        {
            throw CommandException.BadUsage($"--method {method} and --sequential {sequential} both want to decide: give one of them.");
        }

        return sequential switch
        {
            "confidence-sequence" or "cs" => new TestPlan { Method = TestMethod.ConfidenceSequence },
            "msprt" => new TestPlan { Method = TestMethod.MixtureSprt },
            "obrien-fleming" => new TestPlan { Method = TestMethod.GroupSequential, Spending = SpendingFunction.OBrienFleming },
            "pocock" => new TestPlan { Method = TestMethod.GroupSequential, Spending = SpendingFunction.Pocock },
            not null => throw CommandException.BadUsage($"--sequential '{sequential}' is not known: write {Sequentials}."),
            null => new TestPlan { Method = Fixed(method) },
        };
    }

    private static TestMethod Fixed(string? method) => method switch
    {
        null or "welch" => TestMethod.Welch,
        "pooled-t" => TestMethod.PooledT,
        "z" => TestMethod.Z,
        "z-unpooled" => TestMethod.ZUnpooled,
        "fisher" => TestMethod.Fisher,
        "mann-whitney" => TestMethod.MannWhitney,
        "permutation" => TestMethod.Permutation,
        "bootstrap" => TestMethod.Bootstrap,
        _ => throw CommandException.BadUsage($"--method '{method}' is not known: write {Methods}."),
    };

    private static double[] Fractions(string? text)
    {
        const string Remedy = "write rising numbers above 0 with commas between them, for example 0.25,0.5,1; only the last may exceed 1";
        if (text is null)
        {
            throw CommandException.BadUsage("A group-sequential test needs --looks, the information fraction of each look so far, for example 0.25,0.5; 1 is the planned end.");
        }

        double[] fractions = [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) ? fraction : double.NaN)];
        for (int i = 0; i < fractions.Length; i++)
        {
            double before = i == 0 ? 0 : fractions[i - 1];
            if (!(fractions[i] > before) || !double.IsFinite(fractions[i]) || (i > 0 && before >= 1))
            {
                throw CommandException.BadUsage($"--looks '{text}' is refused at '{text.Split(',')[i]}': {Remedy}.");
            }
        }

        return fractions.Length <= GroupSequentialDesign.MostLooks
            ? fractions
            : throw CommandException.BadUsage($"--looks has {fractions.Length} looks, more than {GroupSequentialDesign.MostLooks}: use --sequential confidence-sequence.");
    }

    private static SecondReadings WithPrior(SecondReadings readings, string text)
    {
        string[] parts = text.Split(':');
        double[] numbers = [.. parts.Skip(1).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return (parts[0], numbers) switch
        {
            ("flat", []) => readings,
            ("normal", [var mean, > 0 and var deviation]) when double.IsFinite(mean + deviation) => readings with { NormalPrior = new NormalPrior(mean, deviation, Relative: true) },
            ("beta", [>= 0 and var conversions, >= 0 and var others]) when double.IsFinite(conversions + others) => readings with { BetaPrior = new BetaPrior(conversions, others) },
            _ => throw CommandException.BadUsage($"--bayesian '{text}' is not a prior: write flat, normal:MEAN:SD of a relative effect such as normal:0:0.05, or beta:CONVERSIONS:OTHERS such as beta:1:1."),
        };
    }

    private static void Only(string option, bool given, bool fits, string with)
    {
        if (given && !fits)
        {
            throw CommandException.BadUsage($"{option} goes with {with}: add that, or leave {option} out.");
        }
    }

    private static void Positive(string option, double? value, bool needed, string meaning)
    {
        if (needed && !(value > 0 && double.IsFinite(value.Value)))
        {
            throw CommandException.BadUsage(value is null ? $"This test needs {option}, {meaning}." : $"{option} is {Number(value.Value)}: it must be a positive number, {meaning}.");
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
