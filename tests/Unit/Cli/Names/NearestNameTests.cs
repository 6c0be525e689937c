using GrpcExp.Cli.Names;

namespace GrpcExp.Unit.Cli.Names;

/// <summary>Who mistypes a key is told the one that was meant, and nobody is told nonsense.</summary>
public sealed class NearestNameTests
{
    private static readonly string[] Known = ["checkout", "checkout_two", "banner", "ab"];

    [Theory]
    [InlineData("chekout", "checkout")]
    [InlineData("checkuot", "checkout")]
    [InlineData("Checkout", "checkout")]
    [InlineData("checkout_to", "checkout_two")]
    [InlineData("baner", "banner")]
    [InlineData("ac", "ab")]
    [InlineData("bnr", null)]
    [InlineData("something", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_at_most_one_slip_in_three_letters_away(string wanted, string? expected) => Assert.Equal(expected, NearestName.Of(wanted, Known));

    [Fact]
    public void Of_equally_near_names_the_first_by_the_alphabet_is_taken() => Assert.Equal("cat", NearestName.Of("cot", ["cut", "cat"]));

    [Fact]
    public void Without_names_there_is_no_nearest() => Assert.Null(NearestName.Of("a", []));
}
