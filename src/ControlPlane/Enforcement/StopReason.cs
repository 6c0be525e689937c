namespace GrpcExp.ControlPlane.Enforcement;

/// <summary>Why an experiment must not go on.</summary>
/// <param name="Kind"><see cref="Guardrail"/> or <see cref="Duration"/>.</param>
/// <param name="Sentence">For the audit log and for people.</param>
internal sealed record StopReason(string Kind, string Sentence)
{
    /// <summary>A guardrail is violated.</summary>
    public const string Guardrail = "guardrail";

    /// <summary>It has run too long.</summary>
    public const string Duration = "duration";
}
