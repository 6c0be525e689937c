namespace GrpcExp.Rpc.Client;

/// <summary>The ±20 % of gRFC A6 and of gRPC's connection back-off.</summary>
internal static class Jitter
{
    /// <summary>The longest wait a timer takes, in milliseconds (24 days).</summary>
    public const double LongestDelay = int.MaxValue;

    /// <summary><paramref name="delay"/> × 0.8 to 1.2, as <paramref name="chance"/> goes from 0 to 1.</summary>
    public static double Apply(double delay, double chance) => delay * (0.8 + (0.4 * chance));
}
