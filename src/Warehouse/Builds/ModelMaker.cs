using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Makes the relation of one SQL model.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="space">Where the build happens.</param>
/// <param name="compiler">Renders a model on what is being built.</param>
/// <param name="published">Renders a model as it reads once published.</param>
/// <param name="days">Days of models that are kept by day.</param>
/// <param name="merges">Whether an incremental model's new rows may be merged into the published ones; otherwise it is made from nothing.</param>
internal sealed class ModelMaker(
    WarehouseDatabase database,
    BuildSpace space,
    ModelCompiler compiler,
    ModelCompiler published,
    BuildDays days,
    Func<CompiledModel, bool> merges)
{
    private readonly WarehouseDialect dialect = database.Dialect;

    /// <summary>Makes it, and tells how it was made, its rows, and its SQL.</summary>
    public async Task<(BuiltModel Built, string Materialization, long? Rows, string Sql)> MakeAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var compiled = compiler.Compile(model, isIncremental: false);
        if (compiled.IsByDay)
        {
            return await MakeDaysAsync(model, compiled, cancellationToken).ConfigureAwait(false);
        }

        if (compiled.Materialization == "incremental" && merges(compiled))
        {
            var merged = await space.OnLaneAsync(lane => new ModelMerge(dialect, compiler, space, lane).TryAsync(model, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (merged)
            {
                return (new BuiltModel(model.Name), "incremental", await CountAsync(model.Name, cancellationToken).ConfigureAwait(false), published.Compile(model, isIncremental: true).Sql);
            }
        }

        await MakeWholeAsync(model, compiled, cancellationToken).ConfigureAwait(false);
        long? rows = compiled.Materialization == "view" ? null : await CountAsync(model.Name, cancellationToken).ConfigureAwait(false);
        return (new BuiltModel(model.Name), compiled.Materialization, rows, published.Compile(model, isIncremental: false).Sql);
    }

    private async Task<(BuiltModel Built, string Materialization, long? Rows, string Sql)> MakeDaysAsync(
        ModelDefinition model, CompiledModel compiled, CancellationToken cancellationToken)
    {
        var daysOfModel = await days.OfAsync(model.Name, cancellationToken).ConfigureAwait(false);
        await dialect.MakeDaysAsync(
            space,
            model.Name,
            model.GrainColumns,
            model.Distribution,
            compiled.Sql,
            compiled.IndexBy,
            daysOfModel,
            day => compiler.Compile(model, isIncremental: true, new ModelSlice(0, 1, day)).Sql,
            cancellationToken).ConfigureAwait(false);
        var rows = await CountAsync(model.Name, cancellationToken).ConfigureAwait(false);
        return (new BuiltModel(model.Name, daysOfModel), "incremental", rows, published.Compile(model, isIncremental: false).Sql);
    }

    private async Task MakeWholeAsync(ModelDefinition model, CompiledModel compiled, CancellationToken cancellationToken)
    {
        var relation = dialect.UnpublishedModel(model.Name);
        if (compiled.Materialization == "view")
        {
            await OnLaneAsync(
                async lane =>
                {
                    await dialect.ClearModelAsync(lane.Connection, lane.Transaction, model.Name, cancellationToken).ConfigureAwait(false);
                    await lane.Connection.ExecuteAsync(lane.Transaction, $"create view {relation} as\n{compiled.Sql}", cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var sliceCount = compiled.Slicing switch
        {
            ModelSlicing.Key => space.SliceCount,
            ModelSlicing.Shard when space.SliceCount > 1 => compiler.Shards,
            _ => 1,
        };
        await OnLaneAsync(
            async lane =>
            {
                await dialect.ClearModelAsync(lane.Connection, lane.Transaction, model.Name, cancellationToken).ConfigureAwait(false);
                var create = $"create table {relation} as\n{compiled.Sql}{(sliceCount > 1 ? "\nwith no data" : "")}";

                // What reads nothing but raw tables reads them as they were when the build began.
                await (compiled.DependsOn.Count == 0
                    ? space.ExecuteOnSnapshotAsync(lane, create, cancellationToken)
                    : lane.Connection.ExecuteAsync(lane.Transaction, create, cancellationToken)).ConfigureAwait(false);
                await space.DistributeAsync(lane, relation, model.Distribution, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (sliceCount > 1)
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sliceCount),
                new ParallelOptions { MaxDegreeOfParallelism = space.LaneCount, CancellationToken = cancellationToken },
                async (slice, cancelled) => await OnLaneAsync(
                    lane => lane.Connection.ExecuteAsync(
                        lane.Transaction, $"insert into {relation}\n{compiler.Compile(model, isIncremental: false, new ModelSlice(slice, sliceCount, null)).Sql}", cancelled),
                    cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await OnLaneAsync(
            lane => dialect.FilledAsync(lane.Connection, lane.Transaction, relation, model.GrainColumns, compiled.IndexBy, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<long?> CountAsync(string model, CancellationToken cancellationToken) => Convert.ToInt64(
        await space.OnLaneAsync(
            lane => lane.Connection.ScalarAsync(lane.Transaction, $"select count(*) from {dialect.UnpublishedModel(model)}", cancellationToken), cancellationToken)
            .ConfigureAwait(false),
        CultureInfo.InvariantCulture);

    private Task OnLaneAsync(Func<BuildLane, Task> action, CancellationToken cancellationToken) => space.OnLaneAsync(
        async lane =>
        {
            await action(lane).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
