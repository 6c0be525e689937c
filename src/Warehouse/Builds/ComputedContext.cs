using System.Data.Common;

namespace GrpcExp.Warehouse.Builds;

/// <summary>What a computed step works with.</summary>
/// <param name="Connection">Connection of the build.</param>
/// <param name="Transaction">Transaction of the build; null where each statement commits.</param>
/// <param name="Relation">Where a model is during the build.</param>
/// <param name="Published">Where a model is once the build is published.</param>
/// <param name="Watermark">Newest raw event; null when there is none.</param>
/// <param name="Failures">Data tests of severity error that what it reads fails, by name.</param>
internal sealed record ComputedContext(
    DbConnection Connection,
    DbTransaction? Transaction,
    Func<string, string> Relation,
    Func<string, string> Published,
    DateTimeOffset? Watermark,
    IReadOnlyList<TestFailure> Failures);
