using GrpcExp.Load.Engine;
using GrpcExp.Load.Machine;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Reports;

/// <summary>All that a run came to.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="StartTime">When it began, UTC.</param>
/// <param name="Command">Arguments that repeat it.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Verdicts">Every threshold.</param>
/// <param name="Measurements">Every stretch of load.</param>
/// <param name="Facts">What else was measured: name and text.</param>
internal sealed record LoadReport(
    string Scenario,
    DateTimeOffset StartTime,
    string Command,
    MachineDescription Machine,
    IReadOnlyList<Verdict> Verdicts,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<Fact> Facts)
{
    /// <summary>Whether every threshold held.</summary>
    public bool IsHeld => ExitCode.Of([.. Verdicts]) == ExitCode.Held;
}
