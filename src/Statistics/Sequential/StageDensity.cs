using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.Integration;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// The density of z at a look, on the paths that no earlier look has stopped, and what it implies for the next look.
/// </summary>
/// <remarks>
/// The recursion of P. Armitage, C. McPherson and B. Rowe, JRSS A 132 (1969), as in C. Jennison and B. Turnbull, Group Sequential
/// Methods (2000), ch. 19, with Gauss–Legendre panels in place of Simpson's rule: the integrands are analytic between the
/// boundaries, so panels of about one kernel width leave an error near rounding.
/// </remarks>
internal sealed class StageDensity
{
    /// <summary>Beyond this many standard deviations a normal density does not matter (1e-33 of it).</summary>
    private const double Reach = 12;

    private const int NodesPerPanel = 12;

    /// <summary>Panels of one look; more would only be asked for by looks closer than a millionth of the information.</summary>
    private const int MostPanels = 4000;

    private static readonly (double[] Nodes, double[] Weights) Rule = Unit();

    private readonly double information;
    private readonly double[] points;
    private readonly double[] masses;

    private StageDensity(double information, double[] points, double[] masses)
    {
        this.information = information;
        this.points = points;
        this.masses = masses;
    }

    /// <summary>Before the first look: all mass at zero information.</summary>
    public static StageDensity Start { get; } = new(0, [0], [1]);

    /// <summary>P(z of the next look &gt; <paramref name="bound"/>, not stopped before).</summary>
    /// <param name="bound">In standard errors.</param>
    /// <param name="next">Information of the next look, larger than this one's.</param>
    /// <param name="drift">E z = drift·√information.</param>
    public double Above(double bound, double next, double drift) => Exit(bound, next, drift, 1);

    /// <summary>P(z of the next look &lt; <paramref name="bound"/>, not stopped before).</summary>
    public double Below(double bound, double next, double drift) => Exit(bound, next, drift, -1);

    /// <summary>The density at the next look between its boundaries; infinite ones do not stop.</summary>
    /// <param name="low">Lower boundary, may be −∞.</param>
    /// <param name="high">Upper boundary, may be +∞.</param>
    /// <param name="next">Information of that look.</param>
    /// <param name="after">Information of the look after it, or 0 when there is none.</param>
    /// <param name="drift">E z = drift·√information.</param>
    public StageDensity Continue(double low, double high, double next, double after, double drift)
    {
        double centre = drift * Math.Sqrt(next);
        double from = Math.Max(low, centre - Reach);
        double to = Math.Min(high, centre + Reach);
        if (!(to > from))
        {
            return new StageDensity(next, [], []);
        }

        // The narrowest feature: the kernel that came in, or the one that will go out. A panel is two of its deviations.
        double feature = Math.Sqrt((next - information) / next);
        if (after > next)
        {
            feature = Math.Min(feature, Math.Sqrt((after - next) / next));
        }

        int panels = (int)Math.Clamp(Math.Ceiling((to - from) / (2 * feature)), 4, MostPanels);
        double width = (to - from) / panels;
        var z = new double[panels * NodesPerPanel];
        var mass = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = from + width * (i / NodesPerPanel + Rule.Nodes[i % NodesPerPanel]);
            mass[i] = width * Rule.Weights[i % NodesPerPanel] * Density(z[i], next, drift);
        }

        return new StageDensity(next, z, mass);
    }

    private double Density(double z, double next, double drift)
    {
        double scale = Math.Sqrt(next / (next - information));
        double root = Math.Sqrt(information / next);
        double shift = drift * (next - information) / Math.Sqrt(next);
        double sum = 0;

        // Points rise, so those within the kernel's reach are one stretch; e^(−20²/2) is nothing beside the stretch itself.
        int first = Array.BinarySearch(points, ((z - shift) - 20 / scale) / Math.Max(root, 1e-300));
        for (int i = first < 0 ? ~first : first; i < points.Length; i++)
        {
            double u = (z - points[i] * root - shift) * scale;
            if (u < -20)
            {
                break;
            }

            sum += masses[i] * Math.Exp(-u * u / 2);
        }

        return sum * scale / Math.Sqrt(2 * Math.PI);
    }

    private double Exit(double bound, double next, double drift, int side)
    {
        double scale = Math.Sqrt(next / (next - information));
        double root = Math.Sqrt(information / next);
        double shift = drift * (next - information) / Math.Sqrt(next);
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double u = side * (bound - points[i] * root - shift) * scale;
            sum += u > 39 ? 0 : masses[i] * (u < -9 ? 1 : StandardNormal.Survival(u));
        }

        return sum;
    }

    private static (double[] Nodes, double[] Weights) Unit()
    {
        var rule = new GaussLegendreRule(0, 1, NodesPerPanel);
        return (rule.Abscissas, rule.Weights);
    }
}
