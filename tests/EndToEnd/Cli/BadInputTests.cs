namespace GrpcExp.EndToEnd.Cli;

/// <summary>Whatever is wrong with a file or a command: a message that says where, an exit code, and no stack trace.</summary>
[Trait("Promise", "P7")]
public sealed class BadInputTests : IDisposable
{
    private const string Good = "unit,variant,converted,spent\n1,a,true,1.5\n2,b,false,2.5\n3,a,no,3.5\n4,b,yes,0\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-bad-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_is_not_there()
    {
        var result = await CliProcess.RunAsync(Command("/nowhere/missing.csv", "converted"));
        AssertRefused(result, 1, "missing.csv");
    }

    [Fact]
    public async Task An_empty_file() => AssertRefused(await AnalyzeAsync("", "converted"), 1, "empty");

    [Fact]
    public async Task A_header_without_rows() => AssertRefused(await AnalyzeAsync("unit,variant,converted\n", "converted"), 1, "no rows");

    [Fact]
    public async Task An_unknown_column_names_those_there_are() => AssertRefused(await AnalyzeAsync(Good, "revenue"), 2, "revenue", "converted", "spent");

    [Fact]
    public async Task One_variant_only() =>
        AssertRefused(await AnalyzeAsync("unit,variant,converted\n1,a,true\n2,a,false\n", "converted"), 1, "\"a\"", "two variants");

    [Fact]
    public async Task A_control_that_no_unit_is_in() =>
        AssertRefused(await CliProcess.RunAsync("analyze", File(Good), "--unit", "unit", "--variant", "variant", "--control", "zzz", "--metric", "spent"), 1, "zzz", "a, b");

    [Fact]
    public async Task A_value_that_is_no_number_names_its_line() =>
        AssertRefused(await AnalyzeAsync(Good.Replace("2.5", "lots", StringComparison.Ordinal), "spent:mean"), 1, "Line 3", "spent", "lots");

    [Fact]
    public async Task A_row_that_is_cut_off_names_its_line() => AssertRefused(await AnalyzeAsync(Good + "5,a\n", "spent"), 1, "Line 6");

    [Fact]
    public async Task A_constant_metric_is_analysed_and_says_why_there_is_no_p_value()
    {
        var file = File("unit,variant,spent\n1,a,7\n2,b,7\n3,a,7\n4,b,7\n");
        var result = await CliProcess.RunAsync([.. Command(file, "spent"), "--format", "json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("\"p_value\": null", result.Output, StringComparison.Ordinal);
        Assert.Contains("zero_variance", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--alpha", "1.5", "--alpha")]
    [InlineData("--cap", "100", "--cap")]
    [InlineData("--split", "a", "--split")]
    [InlineData("--split", "a=x,b=1", "--split")]
    [InlineData("--mode", "exposed", "--exposure")]
    [InlineData("--exposure", "variant", "--mode")]
    [InlineData("--metric", "converted", "converted")]
    [InlineData("--format", "xml", "xml")]
    public async Task An_option_that_makes_no_sense(string option, string value, string named) =>
        AssertRefused(await CliProcess.RunAsync([.. Command(File(Good), "converted"), option, value]), 2, named);

    [Fact]
    public async Task A_required_option_that_is_missing() =>
        AssertRefused(await CliProcess.RunAsync("analyze", File(Good), "--unit", "unit"), 2, "--variant", "--control", "--metric");

    [Fact]
    public async Task A_server_that_does_not_answer() =>
        AssertRefused(await CliProcess.RunAsync("scorecard", "any", "--address", "http://127.0.0.1:9"), 1, "does not answer");

    [Theory]
    [InlineData("red", 1)]
    [InlineData("never", 0)]
    public async Task A_red_scorecard_fails_only_where_it_was_asked_for(string failOn, int expected)
    {
        // Of 500 units a side all convert in one variant and none in the other: as worse as can be.
        var rows = Enumerable.Range(0, 1000).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")},{(i % 2 == 0 ? "true" : "false")}");
        var noise = Enumerable.Range(1000, 20).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")},{(i % 2 == 0 ? "false" : "true")}");
        var file = File("unit,variant,converted\n" + string.Join('\n', rows.Concat(noise)) + "\n");
        var result = await CliProcess.RunAsync([.. Command(file, "converted"), "--fail-on", failOn]);
        Assert.Contains("RED", result.Output, StringComparison.Ordinal);
        Assert.Equal(expected, result.ExitCode);
    }

    private static void AssertRefused(CliResult result, int exitCode, params string[] named)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        Assert.All(named, text => Assert.Contains(text, result.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Errors + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("defect of grpcexp", result.Errors, StringComparison.Ordinal);
    }

    private static string[] Command(string file, string metric) =>
        ["analyze", file, "--unit", "unit", "--variant", "variant", "--control", "a", "--metric", metric];

    private Task<CliResult> AnalyzeAsync(string text, string metric) => CliProcess.RunAsync(Command(File(text), metric));

    private string File(string text)
    {
        var path = Path.Combine(folder.FullName, "input.csv");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
