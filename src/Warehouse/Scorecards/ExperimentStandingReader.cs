using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads how all experiments stand, in one query that leaves the analyses where they are. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class ExperimentStandingReader(WarehouseDatabase database)
{
    private const string Model = "mart_experiment_scorecard";

    /// <summary>Every analysed experiment, by key; empty before the first build.</summary>
    public Task<IReadOnlyList<ExperimentStanding>> ListAsync(CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Model,
        _ => $"""
        select experiment_key, verdict, recommendation, unit_count, srm_severity, srm_p_value, quality_finding_count, losing_segment_count,
          violated_guardrail_count, units_still_needed, data_revision
        from {database.Dialect.Model(Model)}
        order by experiment_key
        """,
        [],
        row => new ExperimentStanding(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.Integer(3),
            row.GetString(4),
            row.Number(5),
            row.Integer(6),
            row.Integer(7),
            row.Integer(8),
            row.Number(9),
            row.GetString(10)),
        keepsTimeout: true,
        cancellationToken);
}
