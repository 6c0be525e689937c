namespace GrpcExp.Evaluation;

/// <summary>An answer with every step that led to it.</summary>
/// <param name="Result">The answer, the same as without explanation.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record EvaluationExplanation(EvaluationResult Result, IReadOnlyList<EvaluationStep> Steps);
