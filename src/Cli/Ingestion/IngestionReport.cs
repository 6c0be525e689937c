using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Cli.Ingestion;

/// <summary>What became of a file.</summary>
/// <param name="Answer">What the control plane says of the rows that it got.</param>
/// <param name="Unreadable">Rows that could not be sent.</param>
/// <param name="Rejected">The first 1,000 rows that the control plane refused; it keeps all of them with their reasons.</param>
internal sealed record IngestionReport(RecordResponse Answer, IReadOnlyList<IngestionProblem> Unreadable, IReadOnlyList<IngestionProblem> Rejected)
{
    /// <summary>Rows that are not stored.</summary>
    public long Refused => Answer.Rejected + Unreadable.Count;

    /// <summary>The rows not stored that are known, by line.</summary>
    public IEnumerable<IngestionProblem> Problems => Unreadable.Concat(Rejected).OrderBy(problem => problem.Line);
}
