using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.ControlPlane.Charts;

namespace GrpcExp.ControlPlane.Pages.Planner;

/// <summary>What the planner shows.</summary>
/// <param name="Fields">What was filled in, as it was.</param>
/// <param name="Plan">The answer; null without a usable question.</param>
/// <param name="Curve">Power over units; empty without an answer.</param>
/// <param name="Target">Power asked for.</param>
/// <param name="Problems">Everything that is wrong with the question.</param>
public sealed record PlannerModel(
    IReadOnlyDictionary<string, string> Fields, PlanExperimentResponse? Plan, IReadOnlyList<ChartPoint> Curve, double Target, IReadOnlyList<string> Problems)
{
    /// <summary>What was filled in.</summary>
    public string Field(string name) => Fields.GetValueOrDefault(name) ?? "";
}
