using GrpcExp.Cli.Terminal;

namespace GrpcExp.Unit.Cli.Terminal;

/// <summary>Intervals in lines of text.</summary>
public sealed class IntervalBarTests
{
    [Theory]
    [InlineData(0.02, 0.04, 0.06, "·····│━●━··")]
    [InlineData(-0.06, -0.04, -0.02, "··━●━│·····")]
    [InlineData(-0.04, 0.02, 0.08, "···━━┿●━━━·")]
    [InlineData(0.04, 0.2, 0.3, "·····│·━━━▶")]
    [InlineData(-0.3, -0.2, -0.04, "◀━━━·│·····")]
    [InlineData(0, 0, 0, "·····●·····")]
    public void An_interval_has_zero_in_the_middle_and_its_ends_to_scale(double low, double estimate, double high, string expected)
    {
        var drawn = IntervalBar.Draw(low, estimate, high, 0.1, 5);
        Assert.Equal(11, drawn.Length);
        Assert.Equal(expected, drawn);
    }
}
