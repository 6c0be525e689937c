using System.Data.Common;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Warehouse.Definitions;

/// <summary>Keeps the experiments, flags and metrics that the control plane exports before a build.</summary>
/// <param name="database">The warehouse to store into.</param>
public sealed class DefinitionStore(WarehouseDatabase database)
{
    private static readonly string[] Tables = ["experiments", "experiment_variants", "experiment_metrics", "flags", "metric_definitions", "metric_filters", "metric_contracts"];

    /// <summary>Replaces all definitions in one transaction; on return they are committed.</summary>
    /// <exception cref="WarehouseException">Definitions contradict themselves; the message lists every problem and nothing is changed.</exception>
    public async Task ReplaceAsync(WarehouseDefinitions definitions, CancellationToken cancellationToken = default)
    {
        var problems = DefinitionRules.Check(definitions);
        if (problems.Count > 0)
        {
            throw new WarehouseException("The definitions were refused:\n- " + string.Join("\n- ", problems));
        }

        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await database.Dialect.BeginWriteAsync(connection, WriteScope.Define, cancellationToken).ConfigureAwait(false);
        foreach (var table in Tables)
        {
            await connection.ExecuteAsync(transaction, $"delete from {database.Dialect.Table("raw", table)}", cancellationToken).ConfigureAwait(false);
        }

        await InsertExperimentsAsync(definitions.Experiments, connection, transaction, cancellationToken).ConfigureAwait(false);
        await InsertFlagsAsync(definitions.Flags, connection, transaction, cancellationToken).ConfigureAwait(false);
        await InsertMetricsAsync(definitions.Metrics, connection, transaction, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task InsertExperimentsAsync(
        IReadOnlyList<ExperimentDefinition> experiments,
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken)
    {
        await InsertAsync(
            "experiments",
            [
                "experiment_key", "flag_key", "state", "owner", "hypothesis", "control_variant", "analysis_mode", "alpha", "planned_units",
                "started_at", "ended_at", "decision",
            ],
            experiments.Select(experiment => new object?[]
            {
                experiment.Key, experiment.FlagKey, experiment.State, experiment.Owner, experiment.Hypothesis, experiment.ControlVariant,
                RawNames.Of(experiment.AnalysisMode), experiment.Alpha, experiment.PlannedUnits, Instant(experiment.StartedAt),
                Instant(experiment.EndedAt), experiment.Decision,
            }),
            connection,
            transaction,
            cancellationToken).ConfigureAwait(false);
        await InsertAsync(
            "experiment_variants",
            ["experiment_key", "variant", "position", "expected_share"],
            experiments.SelectMany(experiment => experiment.Variants.Select((variant, i) => new object?[]
            {
                experiment.Key, variant.Key, i, variant.ExpectedShare / experiment.Variants.Sum(other => other.ExpectedShare),
            })),
            connection,
            transaction,
            cancellationToken).ConfigureAwait(false);
        await InsertAsync(
            "experiment_metrics",
            ["experiment_key", "metric_key", "role", "position", "pinned_version"],
            experiments.SelectMany(experiment => Roles(experiment).Select((metric, i) => new object?[]
            {
                experiment.Key, metric.Key, metric.Role, i, experiment.MetricVersions.TryGetValue(metric.Key, out var version) ? version : null,
            })),
            connection,
            transaction,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Versions stay when the export is replaced: the history of a flag is what was exported of it.</summary>
    private async Task InsertFlagsAsync(IReadOnlyList<FlagDefinition> flags, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        string[] columns = ["flag_key", "flag_type", "is_enabled", "version", "owner", "description"];
        object?[] Row(FlagDefinition flag) => [flag.Key, flag.Type, flag.Enabled ? 1 : 0, flag.Version, flag.Owner, flag.Description];
        await InsertAsync("flags", columns, flags.Select(Row), connection, transaction, cancellationToken).ConfigureAwait(false);
        await connection.InsertAsync(
            transaction,
            database.Dialect.Table("raw", "flag_versions"),
            [.. columns, "changed_at"],
            flags.Select(flag => (object?[])[.. Row(flag), Instant(flag.ChangedAt)]),
            "on conflict (flag_key, version) do nothing",
            cancellationToken).ConfigureAwait(false);
    }

    private async Task InsertMetricsAsync(
        IReadOnlyList<MetricDefinition> metrics,
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken)
    {
        await InsertAsync("metric_definitions", MetricRows.DefinitionColumns, metrics.Select(MetricRows.Definition), connection, transaction, cancellationToken)
            .ConfigureAwait(false);
        await InsertAsync("metric_filters", MetricRows.FilterColumns, metrics.SelectMany(MetricRows.Filters), connection, transaction, cancellationToken)
            .ConfigureAwait(false);
        await InsertAsync("metric_contracts", MetricRows.ContractColumns, metrics.SelectMany(MetricRows.Contract), connection, transaction, cancellationToken)
            .ConfigureAwait(false);
    }

    private Task InsertAsync(
        string table,
        string[] columns,
        IEnumerable<object?[]> rows,
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken) =>
        connection.InsertAsync(transaction, database.Dialect.Table("raw", table), columns, rows, "", cancellationToken);

    private object? Instant(DateTimeOffset? instant) => instant is { } value ? database.Dialect.Instant(value) : null;

    private static IEnumerable<(string Key, string Role)> Roles(ExperimentDefinition experiment) =>
    [
        (experiment.PrimaryMetric, "primary"),
        .. experiment.GuardrailMetrics.Select(key => (key, "guardrail")),
        .. experiment.SecondaryMetrics.Select(key => (key, "secondary")),
    ];
}
