namespace GrpcExp.Load.Verdicts;

/// <summary>One threshold and what was measured against it.</summary>
/// <param name="Name">What is demanded, such as <c>uds p99</c>; unique in a report.</param>
/// <param name="Demand">Which side of the limit is good.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Measured">What was measured; not a number when nothing could be, which fails.</param>
/// <param name="Unit">Unit of both.</param>
internal sealed record Verdict(string Name, Demand Demand, double Limit, double Measured, string Unit)
{
    /// <summary>Whether the threshold held.</summary>
    public bool IsHeld => Demand == Demand.Below ? Measured < Limit : Measured >= Limit;
}
