using System.Text;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Unit.Warehouse.Ingestion.Csv;

public sealed class CsvExperimentReaderTests
{
    [Fact]
    public void Units_and_means_are_those_of_the_rows()
    {
        var input = Read("u,v,m\n1,a,2\n2,a,4\n3,b,9\n").Input;

        Assert.Equal([("a", 2L), ("b", 1L)], input.Variants.Select(variant => (variant.Key, variant.Units)));
        Assert.Equal(3, input.Metrics[0].ByVariant["a"].Moments.Mean);
        Assert.Equal(2, input.Metrics[0].ByVariant["a"].Moments.M2);
        Assert.Equal(9, input.Metrics[0].ByVariant["b"].Moments.Mean);
    }

    [Fact]
    public void A_unit_seen_twice_in_one_variant_keeps_its_first_row()
    {
        var input = Read("u,v,m\n1,a,2\n1,a,100\n2,b,4\n1,a,NA\n").Input;

        Assert.Equal(2, input.Metrics[0].ByVariant["a"].Moments.Mean);
        Assert.Equal((2L, FindingSeverity.Warn), Finding(input, "duplicate_units"));
    }

    [Fact]
    public void A_unit_seen_in_two_variants_is_excluded_and_counted_once()
    {
        var input = Read("u,v,m\n1,a,2\n1,b,3\n1,a,4\n2,a,5\n3,b,6\n" + Filler(100)).Input;

        Assert.Equal(1, Finding(input, "crossover_units").Count);
        Assert.Equal(101, input.Variants.Single(variant => variant.Key == "a").Units);
    }

    [Fact]
    public void Many_units_in_two_variants_are_an_error()
    {
        var input = Read("u,v,m\n1,a,2\n1,b,3\n2,a,5\n3,b,6\n").Input;

        Assert.Equal((1L, FindingSeverity.Error), Finding(input, "crossover_units"));
    }

    [Theory]
    [InlineData("TRUE", "false")]
    [InlineData("t", "F")]
    [InlineData("Yes", "nO")]
    [InlineData("y", "N")]
    [InlineData("1", "0")]
    [InlineData("on", "OFF")]
    public void A_column_of_truth_values_is_a_conversion(string yes, string no)
    {
        var metric = Read($"u,v,m\n1,a,{yes}\n2,a,{no}\n3,b,{no}\n").Input.Metrics[0];

        Assert.Equal(MetricType.Conversion, metric.Type);
        Assert.Equal((0.5, 0.0), (metric.ByVariant["a"].Moments.Mean, metric.ByVariant["b"].Moments.Mean));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData("\\N")]
    [InlineData("  ")]
    public void A_missing_value_leaves_the_unit_out_of_the_metric_and_is_counted(string missing)
    {
        var input = Read($"u,v,m\n1,a,{missing}\n2,a,3.5\n3,b,1e2\n").Input;

        Assert.Equal(1, input.Metrics[0].ByVariant["a"].Moments.Count);
        Assert.Equal(2, input.Variants[0].Units);
        Assert.Equal(1, Finding(input, "missing_values").Count);
        Assert.Contains("empty, NA", input.Quality.Single(finding => finding.Check == "missing_values").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cap_pulls_in_what_lies_above_the_percentile_of_all_variants()
    {
        // numpy.percentile([1, 2, 3, 4, 100], 75) is 4.0; (…, 90) is 61.6.
        var input = Read("u,v,m\n1,a,1\n2,a,2\n3,b,3\n4,b,4\n5,b,100\n", Config with { CapPercentile = 90 }).Input;

        Assert.Equal((3 + 4 + 61.6) / 3, input.Metrics[0].ByVariant["b"].Moments.Mean, 12);
        Assert.Equal(1, Finding(input, "capped_values").Count);
    }

    [Fact]
    public void A_cap_leaves_conversions_alone()
    {
        var input = Read("u,v,m\n1,a,true\n2,a,false\n3,b,false\n4,b,false\n", Config with { CapPercentile = 50 }).Input;

        Assert.Equal(0.5, input.Metrics[0].ByVariant["a"].Moments.Mean);
    }

    [Fact]
    public void Exposed_mode_counts_only_units_that_saw_their_variant()
    {
        const string Rows = "u,v,m,x\n1,a,1,old\n2,a,2,new\n3,b,3,new\n4,b,4,\n5,b,5,new\n";
        var config = Config with { Exposure = "x", ExposureMap = new Dictionary<string, string> { ["a"] = "old", ["b"] = "new" } };

        var exposed = Read(Rows, config with { Mode = AnalysisMode.Exposed }).Input;
        var itt = Read(Rows, config with { Mode = AnalysisMode.Itt }).Input;

        Assert.Equal([1L, 2L], exposed.Variants.Select(variant => variant.Units));
        Assert.Equal(4, exposed.Metrics[0].ByVariant["b"].Moments.Mean);
        Assert.Equal([2L, 3L], itt.Variants.Select(variant => variant.Units));
        Assert.All([exposed, itt], input => Assert.Equal((1L, 1L), (Finding(input, "variant_mismatch").Count, Finding(input, "never_exposed").Count)));
    }

    [Fact]
    public void A_covariate_joins_every_metric_and_a_missing_one_takes_the_mean()
    {
        var input = Read("u,v,m,c\n1,a,1,10\n2,a,2,\n3,b,3,20\n4,b,4,30\n", Config with { Covariates = ["c"] }).Input;

        var joint = input.Metrics[0].ByVariant["a"].Covariate!.Value;
        Assert.Equal((2L, 15.0), (joint.Count, joint.Covariate.Mean));
        Assert.Equal(1, Finding(input, "missing_covariate").Count);
    }

    [Fact]
    public void Segments_split_the_units_and_the_smallest_share_a_rest()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")},1,s{i % 60:00}\n")) + "x,a,1,s00\ny,b,1,\n";
        var segments = Read("u,v,m,s\n" + rows, Config with { Segment = "s" }).Input.Metrics[0].Segments;

        Assert.Equal(50, segments.Count);
        Assert.Equal("other values", segments[^1].Value);
        Assert.Equal(62, segments.Sum(segment => segment.ByVariant.Values.Sum(numbers => numbers.Moments.Count)));
    }

    [Fact]
    public void A_split_is_kept_and_a_variant_without_units_stays()
    {
        var input = Read("u,v,m\n1,a,1\n2,b,2\n", Config with { Split = new Dictionary<string, double> { ["a"] = 50, ["b"] = 25, ["c"] = 25 } }).Input;

        Assert.Equal([("a", 50.0, 1L), ("b", 25.0, 1L), ("c", 25.0, 0L)], input.Variants.Select(variant => (variant.Key, variant.ExpectedShare, variant.Units)));
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void The_delimiter_is_seen_in_the_header(char delimiter)
    {
        var input = Read("u,v,m\n1,a,1\n2,b,2\n".Replace(',', delimiter)).Input;

        Assert.Equal(2, input.Metrics[0].ByVariant["b"].Moments.Mean);
    }

    [Fact]
    public void Quotes_line_ends_and_a_byte_order_mark_are_understood()
    {
        var input = Read("\uFEFF\"u\",v,m\r\n\"1,\"\"x\n\",a,1\r\n2,b,2\r\n").Input;

        Assert.Equal([1L, 1L], input.Variants.Select(variant => variant.Units));
    }

    [Fact]
    public void A_variant_may_be_called_none()
    {
        var input = Read("u,v,m\n1,none,1\n2,b,2\n", Config with { Control = "none" }).Input;

        Assert.Equal(["none", "b"], input.Variants.Select(variant => variant.Key));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("u,v,m\n", "no rows")]
    [InlineData("u,v,x\n1,a,2\n", "no column \"m\". Its columns are: u, v, x")]
    [InlineData("u,v,m,m\n1,a,2,3\n", "Line 1, column \"m\": the header has it more than once")]
    [InlineData("u,v,m\n1,a,2\n2,a,3\n", "every unit is in variant \"a\"")]
    [InlineData("u,v,m\n1,c,2\n2,b,3\n", "no unit is in control \"a\". The variants are: c, b")]
    [InlineData("u,v,m\n1,a,2\n2,b\n", "Line 3: it has 2 fields, the header has 3")]
    [InlineData("u,v,m\n1,a,2\n2,b,x3\n", "Line 3, column \"m\": \"x3\" is neither a number nor true or false")]
    [InlineData("u,v,m\n1,a,yes\n2,b,no\n3,b,7\n", "Line 4, column \"m\": it mixes truth values (line 2) with numbers (\"7\" on line 4)")]
    [InlineData("u,v,m\n1,a,1e300\n2,b,3\n", "Line 2, column \"m\": \"1e300\"")]
    [InlineData("u,v,m\n1,a,\"2\n2,b,3\n", "Line 2: a quote")]
    [InlineData("u,v,m\n1,,2\n2,,3\n", "it is missing in every row")]
    public void What_is_wrong_is_said_with_line_and_column(string file, string message)
    {
        var exception = Assert.Throws<CsvInputException>(() => Read(file));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_text_is_said_to_be_so()
    {
        Assert.Contains("cannot be read", Assert.Throws<CsvInputException>(() => CsvExperimentReader.Read("/nowhere/x.csv", Config, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        var stream = new MemoryStream([.. "u,v,m\n1,a,"u8, 0xFF, 0xFE, .. "\n"u8]);
        Assert.Contains("not UTF-8", Assert.Throws<CsvInputException>(() => CsvRows.Open(stream, "x.csv").Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_variants_mean_another_column()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i},1\n"));

        Assert.Contains("Line 52, column \"v\": it has more than 50", Assert.Throws<CsvInputException>(() => Read("u,v,m\n" + rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exposure_column_without_a_mode_is_refused()
    {
        var exception = Assert.Throws<CsvInputException>(() => Read("u,v,m,x\n1,a,1,a\n2,b,2,b\n", Config with { Exposure = "x" }));

        Assert.Contains("itt", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_metric_has_no_p_value_and_says_why()
    {
        var analysis = ExperimentAnalyzer.Analyze(Read("u,v,m\n1,a,5\n2,a,5\n3,b,5\n4,b,5\n").Input);

        Assert.Equal(GrpcExp.Statistics.AbsenceReason.ZeroVariance, analysis.Evidence.Metrics[0].Comparisons[0].Comparison.PValue.Reason);
    }

    [Fact]
    public void The_same_units_in_another_order_give_the_same_counts()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"{i},{(i % 3 == 0 ? "a" : "b")},{i % 7}\n").ToArray();

        var forward = Read("u,v,m\n" + string.Concat(rows)).Input;
        var backward = Read("u,v,m\n" + string.Concat(rows.Reverse())).Input;

        Assert.Equal(forward.Variants, backward.Variants);
        Assert.Equal(forward.Metrics[0].ByVariant["a"].Moments.Mean, backward.Metrics[0].ByVariant["a"].Moments.Mean, 12);
        Assert.NotEqual(forward.DataRevision, backward.DataRevision);
    }

    private static CsvExperimentConfig Config => new() { Unit = "u", Variant = "v", Control = "a", Metrics = [new CsvMetricConfig("m")] };

    private static CsvExperiment Read(string text, CsvExperimentConfig? config = null)
    {
        using var rows = CsvRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.csv");
        return CsvExperimentReader.Read(rows, config ?? Config, TestContext.Current.CancellationToken);
    }

    private static (long Count, FindingSeverity Severity) Finding(ExperimentInput input, string check)
    {
        var finding = input.Quality.Single(finding => finding.Check == check);
        return (finding.Count, finding.Severity);
    }

    private static string Filler(int pairs) => string.Concat(Enumerable.Range(0, pairs).Select(i => $"f{i},a,1\ng{i},b,2\n"));
}
