namespace GrpcExp.ControlPlane.Charts;

/// <summary>An effect with its intervals, to be drawn.</summary>
/// <param name="Value">The point; null for none.</param>
/// <param name="Low">Lower end of the fixed interval; null when it is open.</param>
/// <param name="High">Upper end of the fixed interval; null when it is open.</param>
/// <param name="OuterLow">Lower end of the sequential interval; null for none.</param>
/// <param name="OuterHigh">Upper end of the sequential interval; null for none.</param>
/// <param name="Tone">What it means.</param>
public sealed record IntervalMark(double? Value, double? Low, double? High, double? OuterLow, double? OuterHigh, Tone Tone)
{
    /// <summary>Every number that there is.</summary>
    public IEnumerable<double> Ends => new[] { Value, Low, High, OuterLow, OuterHigh }.OfType<double>().Where(double.IsFinite);
}
