namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Counts how often something happens in seeded repetitions, and allows four binomial standard deviations.</summary>
internal static class Repeated
{
    /// <summary>The share of repetitions in which it happens.</summary>
    public static double Share(int seed, int times, Func<Random, bool> happens)
    {
        var random = new Random(seed);
        int count = 0;
        for (int i = 0; i < times; i++)
        {
            count += happens(random) ? 1 : 0;
        }

        return (double)count / times;
    }

    public static void Near(double expected, double share, int times, double bias = 0) =>
        Assert.InRange(share, expected - bias - Slack(expected, times), expected + bias + Slack(expected, times));

    /// <summary>Not more than nominal, and not so seldom that the method would be useless.</summary>
    public static void AtMost(double nominal, double share, int times, double least = 0) =>
        Assert.InRange(share, least, nominal + Slack(nominal, times));

    /// <summary>Not less than nominal: of intervals that are too wide rather than too narrow.</summary>
    public static void AtLeast(double nominal, double share, int times, double most = 1) =>
        Assert.InRange(share, nominal - Slack(nominal, times), most);

    private static double Slack(double share, int times) => 4 * Math.Sqrt(share * (1 - share) / times);
}
