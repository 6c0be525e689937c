namespace GrpcExp.ControlPlane.Charts;

/// <summary>How far an axis goes to either side of zero.</summary>
internal static class EvenDomain
{
    /// <summary>A round number that most of the numbers do not exceed; what lies beyond is cut at the edge.</summary>
    /// <param name="numbers">Numbers of any sign.</param>
    /// <param name="share">Share of the numbers that must fit, above 0 up to 1.</param>
    /// <param name="least">What it is at least.</param>
    public static double Of(IEnumerable<double> numbers, double share, double least)
    {
        var sizes = numbers.Where(double.IsFinite).Select(Math.Abs).Order().ToArray();
        var reach = sizes.Length == 0 ? least : Math.Max(least, sizes[Math.Max(0, (int)Math.Ceiling(sizes.Length * share) - 1)]);
        var power = Math.Pow(10, Math.Floor(Math.Log10(reach)));
        return new[] { 1.0, 1.5, 2, 3, 5, 7.5, 10 }.Select(factor => factor * power).First(step => step >= reach * (1 - 1e-9));
    }
}
