using GrpcExp.ControlPlane.Lifecycle;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>A move of an experiment that a page offers.</summary>
/// <param name="Name">Name in the address.</param>
/// <param name="By">The transition; null for the kill switch, which moves no state.</param>
/// <param name="Method">Full name of the gRPC method that does the same: its roles decide.</param>
/// <param name="Label">What buttons say.</param>
/// <param name="Done">What the page says afterwards.</param>
/// <param name="Consequence">What it does, in a sentence or two.</param>
/// <param name="Class">Class of the style sheet for the button.</param>
/// <param name="NeedsReason">True when a reason must be given.</param>
internal sealed record MoveDefinition(
    string Name, Transition? By, string Method, string Label, string Done, string Consequence, string Class, bool NeedsReason = false);
