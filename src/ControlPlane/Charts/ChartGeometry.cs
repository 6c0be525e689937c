namespace GrpcExp.ControlPlane.Charts;

/// <summary>Where the parts of a chart lie: across in thousandths of its width, down in pixels.</summary>
public sealed class ChartGeometry
{
    /// <summary>Units across the plot.</summary>
    public const double Width = 1_000;

    private const int MostTicks = 6;
    private const double ShareThatFits = 0.92;

    private readonly LinearScale _x;
    private readonly LinearScale _y;

    /// <summary>Lays out a chart.</summary>
    /// <param name="points">What is drawn.</param>
    /// <param name="also">Values that must be on the axis besides, for example 0.</param>
    /// <param name="height">Pixels from the top of the plot to its bottom.</param>
    public ChartGeometry(IReadOnlyList<ChartPoint> points, IReadOnlyList<double> also, double height)
    {
        var (low, high) = Reach(points, also);
        Ticks = AxisTicks.Around(low, high, MostTicks);
        _y = new LinearScale(Ticks.Low, Ticks.High, height, 0);
        _x = points.Count == 0 ? new LinearScale(0, 1, 0, Width) : new LinearScale(points.Min(point => point.X), points.Max(point => point.X), Margin(points.Count), Width - Margin(points.Count));
    }

    /// <summary>The ticks of the upright axis.</summary>
    public AxisTicks Ticks { get; }

    /// <summary>Across, in thousandths.</summary>
    public double X(double value) => _x.At(value);

    /// <summary>Down, in pixels; at the edge for what lies beyond the axis.</summary>
    public double Y(double value) => _y.Within(value);

    /// <summary>The line through the values.</summary>
    public string Line(IEnumerable<ChartPoint> points) =>
        PathText.Line(points.Where(point => point.Value is not null).Select(point => (X(point.X), Y(point.Value!.Value))));

    /// <summary>The area between the lower and the upper ends.</summary>
    public string Band(IEnumerable<ChartPoint> points) => PathText.Band(
        [.. points.Where(point => point is { Low: not null, High: not null }).Select(point => (X(point.X), Y(point.Low!.Value), Y(point.High!.Value)))]);

    /// <summary>The lines along the outer ends.</summary>
    public string Outer(IEnumerable<ChartPoint> points)
    {
        var bounded = points.Where(point => point is { OuterLow: not null, OuterHigh: not null }).ToList();
        return PathText.Line(bounded.Select(point => (X(point.X), Y(point.OuterHigh!.Value)))) + PathText.Line(bounded.Select(point => (X(point.X), Y(point.OuterLow!.Value))));
    }

    // Few points stand apart, not at the edges.
    private static double Margin(int points) => points is > 1 and < 6 ? Width / points / 2 : 0;

    /// <summary>The first days of an experiment have intervals as wide as a barn door: the axis follows the many, and cuts the few.</summary>
    private static (double Low, double High) Reach(IReadOnlyList<ChartPoint> points, IReadOnlyList<double> also)
    {
        var ends = points.SelectMany(point => point.Ends).Order().ToArray();
        var must = points.Select(point => point.Value).OfType<double>().Where(double.IsFinite).Concat(also).ToArray();
        if (ends.Length == 0)
        {
            return must.Length == 0 ? (0, 1) : (must.Min(), must.Max());
        }

        var cut = (int)(ends.Length * (1 - ShareThatFits) / 2);
        return (Math.Min(ends[cut], must.Min()), Math.Max(ends[^(cut + 1)], must.Max()));
    }
}
