namespace GrpcExp.Statistics.Guardrails;

/// <summary>The outcome of a guardrail test.</summary>
/// <param name="Harm">The direction that is bad; two-sided when any change is.</param>
/// <param name="HarmPValue">
/// P-value against "no harm", one-sided in the bad direction (two-sided when <paramref name="Harm"/> is): small means harm.
/// </param>
/// <param name="Margin">The tolerated harm as a fraction of the control mean, when one was given.</param>
/// <param name="NonInferiorityPValue">
/// P-value against "worse by the margin or more": small means the treatment is not worse than the margin allows.
/// Absent without a margin.
/// </param>
/// <param name="Severity">The conclusion.</param>
public sealed record GuardrailResult(
    Alternative Harm, Measure HarmPValue, double? Margin, Measure NonInferiorityPValue, GuardrailSeverity Severity);
