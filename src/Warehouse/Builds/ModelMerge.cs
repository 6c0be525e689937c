using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Merges the new rows of an incremental model by its key.</summary>
internal sealed class ModelMerge(WarehouseDialect dialect, ModelCompiler compiler, BuildSpace space, BuildLane lane)
{
    /// <summary>False when there is no published table to merge into, or its columns are others.</summary>
    public async Task<bool> TryAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var columns = await dialect.PublishedColumnsAsync(lane.Connection, lane.Transaction, model.Name, cancellationToken).ConfigureAwait(false);
        if (columns.Count == 0)
        {
            return false;
        }

        var compiled = compiler.Compile(model, isIncremental: true);
        var incoming = dialect.UnpublishedModel($"{model.Name}__incoming");
        await ExecuteAsync($"create table {incoming} as\n{compiled.Sql}", cancellationToken).ConfigureAwait(false);
        if (!columns.SequenceEqual(await ColumnsAsync(incoming, cancellationToken).ConfigureAwait(false)))
        {
            await ExecuteAsync($"drop table {incoming}", cancellationToken).ConfigureAwait(false);
            return false;
        }

        var key = string.Join(", ", compiled.UniqueKey);
        var changed = $"select {key} from {(compiled.ChangedKeys is { } list ? compiler.Relation(list) : incoming)}";
        var names = string.Join(", ", columns);
        if (dialect.PublishedDuringBuild(model.Name) is { } published)
        {
            // Readers keep the published table until the end, so the merged one is made beside it.
            await ExecuteAsync(
                $"""
                create table {dialect.UnpublishedModel(model.Name)} as
                select {names} from {published} where ({key}) not in ({changed})
                union all
                select {names} from {incoming};
                drop table {incoming}
                """,
                cancellationToken).ConfigureAwait(false);
            await space.DistributeAsync(lane, dialect.UnpublishedModel(model.Name), model.Distribution, cancellationToken).ConfigureAwait(false);
            await dialect.FilledAsync(lane.Connection, lane.Transaction, dialect.UnpublishedModel(model.Name), model.GrainColumns, compiled.IndexBy, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            var relation = dialect.UnpublishedModel(model.Name);
            await ExecuteAsync(
                $"""
                delete from {relation} where ({key}) in ({changed});
                insert into {relation} ({names}) select {names} from {incoming};
                drop table {incoming}
                """,
                cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken) => lane.Connection.ExecuteAsync(lane.Transaction, sql, cancellationToken);

    private async Task<IReadOnlyList<string>> ColumnsAsync(string relation, CancellationToken cancellationToken)
    {
        using var command = lane.Connection.CreateCommand();
        command.Transaction = lane.Transaction;
        command.CommandText = $"select * from {relation} limit 0";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
