using System.Globalization;

namespace GrpcExp.Rpc.Wire;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit (H, M, S, m, u, n).</summary>
internal static class TimeoutCodec
{
    private const long MaxDigits = 99_999_999;
    private const long TicksPerMicrosecond = 10;

    /// <summary>Rounds up, so that the server never gives up before the client; nothing left is written as 1n.</summary>
    public static string Encode(TimeSpan timeout)
    {
        var ticks = timeout.Ticks;
        if (ticks <= 0)
        {
            return "1n";
        }

        return
            Fits(ticks, 1, out var amount) ? Text(amount * 100, 'n') :
            Fits(ticks, TicksPerMicrosecond, out amount) ? Text(amount, 'u') :
            Fits(ticks, TimeSpan.TicksPerMillisecond, out amount) ? Text(amount, 'm') :
            Fits(ticks, TimeSpan.TicksPerSecond, out amount) ? Text(amount, 'S') :
            Fits(ticks, TimeSpan.TicksPerMinute, out amount) ? Text(amount, 'M') :
            Text(Math.Min(MaxDigits, DivideUp(ticks, TimeSpan.TicksPerHour)), 'H');
    }

    /// <summary>False when the text is not a timeout of the protocol.</summary>
    public static bool TryDecode(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        long unit;
        switch (text[^1])
        {
            case 'H': unit = TimeSpan.TicksPerHour; break;
            case 'M': unit = TimeSpan.TicksPerMinute; break;
            case 'S': unit = TimeSpan.TicksPerSecond; break;
            case 'm': unit = TimeSpan.TicksPerMillisecond; break;
            case 'u': unit = TicksPerMicrosecond; break;
            case 'n':
                timeout = TimeSpan.FromTicks(DivideUp(amount, TimeSpan.NanosecondsPerTick));
                return true;
            default: return false;
        }

        timeout = amount > TimeSpan.MaxValue.Ticks / unit ? TimeSpan.MaxValue : TimeSpan.FromTicks(amount * unit);
        return true;
    }

    // Nanoseconds are only used when the whole number of them fits, which is up to 0.1 s.
    private static bool Fits(long ticks, long unit, out long amount)
    {
        amount = DivideUp(ticks, unit);
        return amount <= (unit == 1 ? MaxDigits / 100 : MaxDigits);
    }

    private static long DivideUp(long value, long by) => (value / by) + (value % by == 0 ? 0 : 1);

    private static string Text(long amount, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");
}
