using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

/// <summary>grpc-timeout, by "Timeout" in the gRPC over HTTP/2 protocol.</summary>
public sealed class TimeoutCodecTests
{
    [Theory]
    [InlineData("0n", 0L)]
    [InlineData("1n", 1L)] // a tick is 100 ns; a part of one is not lost
    [InlineData("150n", 2L)]
    [InlineData("1u", 10L)]
    [InlineData("250m", 2_500_000L)]
    [InlineData("3S", 30_000_000L)]
    [InlineData("2M", 1_200_000_000L)]
    [InlineData("1H", 36_000_000_000L)]
    [InlineData("99999999S", 999_999_990_000_000L)]
    public void Each_unit_of_the_protocol_is_read(string text, long ticks)
    {
        Assert.True(TimeoutCodec.TryDecode(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")] // nine digits
    public void What_is_no_timeout_is_refused(string text) => Assert.False(TimeoutCodec.TryDecode(text, out _));

    [Fact]
    public void The_longest_timeout_of_the_protocol_does_not_overflow()
    {
        Assert.True(TimeoutCodec.TryDecode("99999999H", out var timeout));
        Assert.Equal(TimeSpan.FromHours(99_999_999), timeout);
    }

    [Theory]
    [InlineData(0L, "1n")]
    [InlineData(-5L, "1n")]
    [InlineData(1L, "100n")]
    [InlineData(10_000L, "1000000n")] // 1 ms
    [InlineData(10_000_000L, "1000000u")] // 1 s
    [InlineData(3_000_000_000L, "300000m")] // 5 min
    [InlineData(864_000_000_000_000L, "86400000S")] // 1000 days
    public void The_finest_unit_that_fits_eight_digits_is_written(long ticks, string text) =>
        Assert.Equal(text, TimeoutCodec.Encode(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Writing_and_reading_back_never_shortens_a_timeout_and_adds_less_than_a_hundred_thousandth_or_a_tick()
    {
        var random = new Random(20240101);
        for (var i = 0; i < 10_000; i++)
        {
            var ticks = (long)Math.Pow(10, random.NextDouble() * 17);
            var text = TimeoutCodec.Encode(TimeSpan.FromTicks(ticks));
            Assert.InRange(text.Length, 2, 9);
            Assert.True(TimeoutCodec.TryDecode(text, out var back));
            // The next coarser unit is taken above 10^8 of the finer; hours replace minutes, a factor of 60.
            Assert.InRange(back.Ticks - ticks, 0, Math.Max(1, ticks / 100_000));
        }
    }
}
