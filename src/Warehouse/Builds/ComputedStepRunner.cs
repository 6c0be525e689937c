using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Runs the steps of a build that are C#, and stores their tables.</summary>
internal sealed class ComputedStepRunner(WarehouseDatabase database, IReadOnlyDictionary<string, IComputedStep> steps, Func<string, string> relationOf, DateTimeOffset? watermark)
{
    public async Task<IReadOnlyList<(ModelRun Run, string Sql)>> RunAsync(BuildNode node, BuildLane lane, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        var started = database.Time.GetTimestamp();
        var step = steps[node.Name];
        var models = new List<(ModelRun Run, string Sql)>();
        foreach (var table in await step.RunAsync(new ComputedContext(lane.Connection, lane.Transaction, relationOf, watermark), cancellationToken).ConfigureAwait(false))
        {
            var relation = dialect.UnpublishedModel(table.Name);
            await dialect.ClearModelAsync(lane.Connection, lane.Transaction, table.Name, cancellationToken).ConfigureAwait(false);
            await dialect.CreateTableAsync(lane.Connection, lane.Transaction, relation, table, cancellationToken).ConfigureAwait(false);
            var grain = node.Tables.Single(declared => declared.Name == table.Name).GrainColumns;
            await dialect.FilledAsync(lane.Connection, lane.Transaction, relation, grain, null, cancellationToken).ConfigureAwait(false);
            models.Add((new ModelRun(table.Name, "computed", table.Rows.Count, database.Time.GetElapsedTime(started)), step.Explain(dialect.Model)));
        }

        return models;
    }
}
