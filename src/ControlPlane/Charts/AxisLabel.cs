namespace GrpcExp.ControlPlane.Charts;

/// <summary>A word under an axis.</summary>
/// <param name="X">Place along the axis.</param>
/// <param name="Text">The word.</param>
public sealed record AxisLabel(double X, string Text)
{
    /// <summary>At most so many of a row of labels, evenly, the first and the last among them.</summary>
    public static IReadOnlyList<AxisLabel> Some(IReadOnlyList<AxisLabel> all, int most) => all.Count <= most
        ? all
        : [.. Enumerable.Range(0, most).Select(i => all[(int)Math.Round(i * (all.Count - 1) / (double)(most - 1))])];
}
