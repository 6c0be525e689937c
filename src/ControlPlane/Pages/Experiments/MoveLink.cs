namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Something that the viewer can do with an experiment.</summary>
/// <param name="Name">Name in the address, for example <c>start</c>.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Class">Class of the style sheet.</param>
public sealed record MoveLink(string Name, string Label, string Class);
