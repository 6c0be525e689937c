namespace GrpcExp.Interop.Cases;

/// <summary>One case of gRPC's interoperability test descriptions.</summary>
/// <param name="Name">The official name, such as <c>empty_unary</c>.</param>
/// <param name="RunAsync">Runs it; throws when the peer fails it.</param>
public sealed record InteropCase(string Name, Func<InteropTarget, CancellationToken, Task> RunAsync)
{
    /// <summary>
    /// The case without its probe, for a peer that cannot see whether a request came compressed; null for a case
    /// that has no probe.
    /// </summary>
    public Func<InteropTarget, CancellationToken, Task>? WithoutProbeAsync { get; init; }

    public override string ToString() => Name;
}
