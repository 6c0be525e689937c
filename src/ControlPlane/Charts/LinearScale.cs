namespace GrpcExp.ControlPlane.Charts;

/// <summary>Maps numbers of a domain to places of a range, linearly. A domain without extent maps to the middle.</summary>
/// <param name="DomainLow">Number at the start of the range.</param>
/// <param name="DomainHigh">Number at its end.</param>
/// <param name="RangeLow">Start of the range.</param>
/// <param name="RangeHigh">End of the range; below the start for an axis that points up.</param>
internal readonly record struct LinearScale(double DomainLow, double DomainHigh, double RangeLow, double RangeHigh)
{
    /// <summary>The place of a number; beyond the range for one beyond the domain.</summary>
    public double At(double value)
    {
        var extent = DomainHigh - DomainLow;
        return extent == 0 ? (RangeLow + RangeHigh) / 2 : RangeLow + ((value - DomainLow) / extent * (RangeHigh - RangeLow));
    }

    /// <summary>The place of a number, at the nearer end of the range for one beyond the domain.</summary>
    public double Within(double value) => At(Math.Clamp(value, Math.Min(DomainLow, DomainHigh), Math.Max(DomainLow, DomainHigh)));
}
