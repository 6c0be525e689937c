using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Unit.Warehouse.Ingestion.Csv;

public sealed class CsvSummaryReaderTests : IDisposable
{
    private const string Good = "variant,n,mean,variance\ntreat,50,2.5,4\nControl,40,2,9\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-summary-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Moments_are_those_of_the_rows_and_the_control_comes_first()
    {
        var (time, input) = Assert.Single(Read(Good).Looks);
        Assert.Equal("", time);
        Assert.Equal([("Control", 40L), ("treat", 50L)], input.Variants.Select(v => (v.Key, v.Units)));
        var moments = input.Metrics[0].ByVariant["Control"].Moments;
        Assert.Equal((40L, 2.0, 9.0), (moments.Count, moments.Mean, moments.Variance.Value));
        Assert.Equal("value", input.Metrics[0].Key);
    }

    [Fact]
    public void Columns_come_in_any_order_and_case_and_units_to_a_million_million()
    {
        var input = Read("Mean;N;VARIANCE;Variant\n1;1e12;0.5;a\n2;1000000000000;0.5;b\n", new CsvSummaryConfig { Control = "b" }).Looks[0].Input;
        Assert.Equal(("b", 1_000_000_000_000L), (input.Variants[0].Key, input.Variants[0].Units));
    }

    [Fact]
    public void Times_are_looks_in_the_order_of_numbers_or_of_dates()
    {
        const string Rows = "variant,n,mean,variance,time\na,10,1,1,{0}\nb,10,1,1,{0}\na,20,1,1,{1}\nb,20,1,1,{1}\n";
        var config = new CsvSummaryConfig { Control = "a" };
        string[] Times(string first, string second) => [.. Read(string.Format(null, Rows, first, second), config).Looks.Select(look => look.Time)];
        Assert.Equal(["9", "10"], Times("10", "9"));
        Assert.Equal(["2026-02-01", "2026-10-01"], Times("2026-10-01", "2026-02-01"));
    }

    [Fact]
    public void A_conversion_needs_no_variance_and_metrics_may_be_chosen()
    {
        const string Rows = "variant,n,mean,variance,metric\na,10,0.5,,conv\nb,10,0.4,,conv\na,10,5,1,spend\nb,10,5,1,spend\n";
        var input = Read(Rows, new CsvSummaryConfig { Control = "a", Metrics = [new CsvMetricConfig("conv", MetricType.Conversion)] }).Looks[0].Input;
        Assert.Equal(10 * 0.25, Assert.Single(input.Metrics).ByVariant["a"].Moments.M2);
    }

    [Theory]
    [InlineData("variant,n,mean\na,1,1\n", "variance")]
    [InlineData("variant,n,mean,variance\n", "no rows")]
    [InlineData("variant,n,mean,variance,mean\ncontrol,1,1,1,1\n", "2 times")]
    [InlineData("variant,n,mean,variance\ncontrol,9,1,1\n", "two variants")]
    [InlineData("variant,n,mean,variance\na,9,1,1\nb,9,1,1\n", "a, b")]
    [InlineData("variant,n,mean,variance\ncontrol,9,1,1\nb,9,1,1\nb,9,2,1\n", "Line 4")]
    [InlineData("variant,n,mean,variance\ncontrol,1.5,1,1\nb,9,1,1\n", "whole number")]
    [InlineData("variant,n,mean,variance\ncontrol,-1,1,1\nb,9,1,1\n", "whole number")]
    [InlineData("variant,n,mean,variance\ncontrol,9007199254740994,1,1\nb,9,1,1\n", "Line 2")]
    [InlineData("variant,n,mean,variance\ncontrol,9,lots,1\nb,9,1,1\n", "lots")]
    [InlineData("variant,n,mean,variance\ncontrol,9,,1\nb,9,1,1\n", "missing")]
    [InlineData("variant,n,mean,variance\ncontrol,9,1,-0.1\nb,9,1,1\n", "not negative")]
    [InlineData("variant,n,mean,variance\n,9,1,1\nb,9,1,1\n", "empty")]
    public void What_cannot_be_read_is_refused_with_the_place(string text, string part) =>
        Assert.Contains(part, Assert.Throws<CsvInputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_was_asked_and_is_not_there_is_refused_by_name()
    {
        Assert.Contains("zzz", Refused(Good, new CsvSummaryConfig { Control = "zzz" }), StringComparison.Ordinal);
        Assert.Contains("treat", Refused(Good, new CsvSummaryConfig { Split = new Dictionary<string, double> { ["Control"] = 1 } }), StringComparison.Ordinal);
        Assert.Contains("one metric only", Refused(Good, new CsvSummaryConfig { Metrics = [new CsvMetricConfig("a"), new CsvMetricConfig("b")] }), StringComparison.Ordinal);
        Assert.Contains(
            "spend",
            Refused("variant,n,mean,variance,metric\ncontrol,9,1,1,spend\nb,9,1,1,spend\n", new CsvSummaryConfig { Metrics = [new CsvMetricConfig("x")] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "between 0 and 1",
            Refused("variant,n,mean,variance\ncontrol,9,1.1,\nb,9,1,\n", new CsvSummaryConfig { Metrics = [new CsvMetricConfig("c", MetricType.Conversion)] }),
            StringComparison.Ordinal);
    }

    private string Refused(string text, CsvSummaryConfig config) => Assert.Throws<CsvInputException>(() => Read(text, config)).Message;

    private CsvSummary Read(string text, CsvSummaryConfig? config = null)
    {
        string path = Path.Combine(folder.FullName, "summary.csv");
        File.WriteAllText(path, text);
        return CsvSummaryReader.Read(path, config ?? new CsvSummaryConfig(), TestContext.Current.CancellationToken);
    }
}
