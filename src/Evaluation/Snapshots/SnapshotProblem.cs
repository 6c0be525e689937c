namespace GrpcExp.Evaluation;

/// <summary>One thing wrong with a snapshot.</summary>
/// <param name="Path">Where, for example <c>flags[checkout].rules[beta].variant</c>.</param>
/// <param name="Message">What is wrong, with the value found and what would be right.</param>
public sealed record SnapshotProblem(string Path, string Message)
{
    /// <summary>Path and message in one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
