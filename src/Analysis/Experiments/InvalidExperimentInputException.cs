namespace GrpcExp.Analysis.Experiments;

/// <summary>The input cannot be analysed. Lists every problem, not just the first; meant to be shown to the user.</summary>
/// <param name="problems">One sentence per problem, naming the field, the value and the remedy.</param>
public sealed class InvalidExperimentInputException(IReadOnlyList<string> problems)
    : ArgumentException(string.Join(" ", problems))
{
    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
