namespace GrpcExp.Evaluation;

/// <summary>Collects steps; evaluations that nobody asked to explain pass null, so that no text is made.</summary>
internal sealed class EvaluationTrace
{
    public List<EvaluationStep> Steps { get; } = [];

    public void Add(string stage, string outcome) => Steps.Add(new EvaluationStep(stage, outcome));
}
