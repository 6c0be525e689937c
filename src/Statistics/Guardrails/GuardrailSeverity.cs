namespace GrpcExp.Statistics.Guardrails;

/// <summary>What a guardrail test found.</summary>
public enum GuardrailSeverity
{
    /// <summary>The test could not be made; see the p-value's reason.</summary>
    Unknown = 0,

    /// <summary>No sign of harm, or the harm is shown to be within the margin.</summary>
    Ok,

    /// <summary>Harm is suspected but not established, or non-inferiority is not established yet.</summary>
    Warn,

    /// <summary>The treatment is significantly worse, and not shown to be within the margin.</summary>
    Violated,
}
