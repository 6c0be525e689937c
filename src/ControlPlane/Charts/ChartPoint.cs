namespace GrpcExp.ControlPlane.Charts;

/// <summary>A value at a place along an axis, with what surrounds it; null where there is none.</summary>
/// <param name="X">Place along the axis.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end of the band.</param>
/// <param name="OuterLow">Lower end of the outer band.</param>
/// <param name="OuterHigh">Upper end of the outer band.</param>
public sealed record ChartPoint(double X, double? Value, double? Low = null, double? High = null, double? OuterLow = null, double? OuterHigh = null)
{
    /// <summary>Every number that there is.</summary>
    public IEnumerable<double> Ends => new[] { Value, Low, High, OuterLow, OuterHigh }.OfType<double>().Where(double.IsFinite);
}
