namespace GrpcExp.ControlPlane.Errors;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Path in proto spelling.</param>
/// <param name="Description">What is wrong, with the value and the remedy.</param>
internal sealed record FieldViolation(string Field, string Description);
