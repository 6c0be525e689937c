using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Commands;

namespace GrpcExp.Unit.Cli.CommandLine;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("seeds", "generate", "--seed", "x")]
    [InlineData("demo", "--size", "huge")]
    [InlineData("plan", "--baseline", "0.2")]
    [InlineData("scorecard", "a", "--address", "nowhere")]
    public async Task A_command_that_is_not_understood_exits_with_2(params string[] args) =>
        Assert.Equal(2, await GrpcExpCommandLine.RunAsync(args));

    [Theory]
    [InlineData("--help")]
    [InlineData("demo", "--help")]
    [InlineData("seeds", "generate", "--help")]
    public async Task Help_exits_with_0(params string[] args) => Assert.Equal(0, await GrpcExpCommandLine.RunAsync(args));

    [Theory]
    [InlineData("Never", "RED", 0)]
    [InlineData("Red", "RED", 1)]
    [InlineData("Red", "YELLOW", 0)]
    [InlineData("Yellow", "YELLOW", 1)]
    [InlineData("Yellow", "RED", 1)]
    [InlineData("Yellow", "GREEN", 0)]
    public void A_verdict_fails_only_where_it_was_asked_for(string failOn, string verdict, int expected) =>
        Assert.Equal(expected, FailOnVerdicts.ExitCodeOf(Enum.Parse<FailOn>(failOn), verdict));

    [Fact]
    public void A_defect_of_ours_is_told_without_a_stack_trace()
    {
        var (message, code) = FailureText.Of(new InvalidOperationException("boom"));
        Assert.Equal(1, code);
        Assert.StartsWith("boom (InvalidOperationException;", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }
}
