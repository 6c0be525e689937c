namespace GrpcExp.Evaluation;

/// <summary>One step of an evaluation.</summary>
/// <param name="Stage">What was looked at, for example <c>rule beta</c>.</param>
/// <param name="Outcome">What came of it, for example <c>condition does not hold</c>.</param>
public readonly record struct EvaluationStep(string Stage, string Outcome)
{
    /// <summary>Stage and outcome in one line.</summary>
    public override string ToString() => $"{Stage}: {Outcome}";
}
