using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Runs the steps of a build that are C#, and stores their tables.</summary>
internal sealed class ComputedStepRunner(
    WarehouseDatabase database, BuildSpace space, IReadOnlyDictionary<string, IComputedStep> steps, Func<string, string> relationOf, DateTimeOffset? watermark)
{
    public async Task<IReadOnlyList<(ModelRun Run, string Sql)>> RunAsync(
        BuildNode node, BuildLane lane, IReadOnlyList<TestFailure> failures, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        var started = database.Time.GetTimestamp();
        var step = steps[node.Name];
        foreach (var table in step.Tables)
        {
            await dialect.ClearModelAsync(lane.Connection, lane.Transaction, table.Name, cancellationToken).ConfigureAwait(false);
            await dialect.CreateTableAsync(lane.Connection, lane.Transaction, dialect.UnpublishedModel(table.Name), table.Columns, cancellationToken).ConfigureAwait(false);
            var distribution = node.Tables.Single(declared => declared.Name == table.Name).Distribution;
            await space.DistributeAsync(lane, dialect.UnpublishedModel(table.Name), distribution, cancellationToken).ConfigureAwait(false);
        }

        var writer = new ComputedTableWriter(dialect, lane);
        await step.RunAsync(new ComputedContext(lane.Connection, lane.Transaction, relationOf, dialect.Model, watermark, failures), writer, cancellationToken).ConfigureAwait(false);
        var models = new List<(ModelRun Run, string Sql)>();
        foreach (var table in step.Tables)
        {
            var grain = node.Tables.Single(declared => declared.Name == table.Name).GrainColumns;
            await dialect.FilledAsync(lane.Connection, lane.Transaction, dialect.UnpublishedModel(table.Name), grain, null, cancellationToken).ConfigureAwait(false);
            models.Add((new ModelRun(table.Name, "computed", writer.RowsOf(table), database.Time.GetElapsedTime(started)), step.Explain(dialect.Model)));
        }

        return models;
    }
}
