namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>Seeded normal numbers for simulations.</summary>
internal static class RandomNumbers
{
    /// <summary>One standard normal number (Box and Muller).</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
