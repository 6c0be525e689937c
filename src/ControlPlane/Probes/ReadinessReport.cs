namespace GrpcExp.ControlPlane.Probes;

/// <summary>Whether the server can do all of its work.</summary>
/// <param name="IsStopping">True after a signal to stop.</param>
/// <param name="Parts">Each part by name.</param>
internal sealed record ReadinessReport(bool IsStopping, IReadOnlyList<(string Name, PartStatus Status)> Parts)
{
    /// <summary>True when no part is missing and the server stays.</summary>
    public bool IsReady => !IsStopping && Parts.All(part => part.Status != PartStatus.Down);
}
