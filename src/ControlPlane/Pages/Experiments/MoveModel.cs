using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>What the page shows that asks before a move.</summary>
/// <param name="Experiment">The experiment as it stands.</param>
/// <param name="Name">Name of the move in the address.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Consequence">What the move does.</param>
/// <param name="Class">Class of the style sheet for the button.</param>
/// <param name="NeedsReason">True when a reason must be given.</param>
/// <param name="Fields">What was filled in before; the request id is always there.</param>
/// <param name="Problem">Why it was refused; null the first time.</param>
/// <param name="Problems">Everything that is wrong, one by one.</param>
/// <param name="Checklist">What to look at before a start; null for other moves.</param>
public sealed record MoveModel(
    Experiment Experiment,
    string Name,
    string Label,
    string Consequence,
    string Class,
    bool NeedsReason,
    IReadOnlyDictionary<string, string> Fields,
    string? Problem,
    IReadOnlyList<string> Problems,
    LaunchChecklist? Checklist)
{
    /// <summary>What was filled in; empty for nothing.</summary>
    public string Field(string name) => Fields.GetValueOrDefault(name) ?? "";
}
