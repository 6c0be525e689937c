using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.Analyze;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Unit.Cli.Analyze;

public sealed class AnalyzeOptionsTests
{
    [Theory]
    [InlineData("spent", "spent", null)]
    [InlineData("spent:mean", "spent", MetricType.Mean)]
    [InlineData("bought:Conversion", "bought", MetricType.Conversion)]
    [InlineData("a:b", "a:b", null)]
    [InlineData("a:b:mean", "a:b", MetricType.Mean)]
    [InlineData(":mean", ":mean", null)]
    public void A_metric_is_a_column_with_perhaps_a_kind(string text, string column, MetricType? type)
    {
        var metric = AnalyzeOptions.Metric(text);
        Assert.Equal((column, type), (metric.Column, metric.Type));
    }

    [Fact]
    public void A_split_names_the_share_of_each_variant() => Assert.Equal(
        new Dictionary<string, double> { ["a"] = 50, ["b=c"] = 12.5 }, AnalyzeOptions.Split("a=50, b=c=12.5")!.ToDictionary());

    [Theory]
    [InlineData("a")]
    [InlineData("=5")]
    [InlineData("a=x")]
    [InlineData("a=-1")]
    [InlineData("a=1,a=2")]
    [InlineData("a=NaN")]
    public void A_split_that_makes_no_sense_is_bad_usage(string text)
    {
        var refusal = Assert.Throws<CommandException>(() => AnalyzeOptions.Split(text));
        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains("--split", refusal.Message, StringComparison.Ordinal);
    }
}
