namespace GrpcExp.ControlPlane.Pages.Errors;

/// <summary>What went wrong, for a person.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Message">In a sentence, with the remedy.</param>
/// <param name="Details">Everything that is wrong, one by one; empty for nothing more to say.</param>
/// <param name="BackUrl">Where to go on.</param>
/// <param name="BackText">What is there.</param>
public sealed record ErrorModel(int Status, string Title, string Message, IReadOnlyList<string> Details, string BackUrl, string BackText);
