namespace GrpcExp.Evaluation;

/// <summary>A snapshot was refused; <see cref="Problems"/> has every reason.</summary>
public sealed class SnapshotInvalidException(IReadOnlyList<SnapshotProblem> problems)
    : Exception($"The snapshot has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    /// <summary>Everything that is wrong, in the snapshot's order; at least one.</summary>
    public IReadOnlyList<SnapshotProblem> Problems { get; } = problems;
}
