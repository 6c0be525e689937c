using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// Which days a model that is kept by day has to be made for: days with new events, days that look at one of these, and for a
/// model that reads the attribution of units, every day since it has changed. The others would come out the same.
/// </summary>
/// <param name="database">The warehouse.</param>
/// <param name="space">Where the build happens.</param>
/// <param name="graph">Who reads whom.</param>
/// <param name="state">What the build starts from.</param>
/// <param name="relation">Where a model is to be found.</param>
internal sealed class BuildDays(WarehouseDatabase database, BuildSpace space, ModelGraph graph, BuildState state, Func<string, string> relation)
{
    /// <summary>The model that says from when on the events of a unit count.</summary>
    private const string Attribution = "int_experiment_exposure_validation";

    /// <summary>The model of events that repeat the id of another.</summary>
    private const string Copies = "stg_event_copies";

    private readonly WarehouseDialect dialect = database.Dialect;
    private readonly Lock starting = new();
    private Task<IReadOnlyList<DateOnly>>? touched;

    /// <summary>Days of a model in order, and whether each must be made.</summary>
    public async Task<IReadOnlyList<(DateOnly Day, bool IsNew)>> OfAsync(string model, CancellationToken cancellationToken)
    {
        var made = await TouchedAsync(cancellationToken).ConfigureAwait(false);
        var kept = state.KeepsDays ? await KeptAsync(model, cancellationToken).ConfigureAwait(false) : [];

        // A model that was never kept by day has no day to keep.
        if (state.KeepsDays && kept.Count == 0)
        {
            made = await EventDaysAsync(since: -1, cancellationToken).ConfigureAwait(false);
        }

        var since = kept.Count > 0 && graph.DependsOn(model, Attribution) ? await ChangedSinceAsync(cancellationToken).ConfigureAwait(false) : null;
        var reach = graph.ReachOf(model);
        return [.. kept.Union(made).Order().Select(day => (day, day >= since || made.Any(from => reach.Carries(from, day))))];
    }

    private Task<IReadOnlyList<DateOnly>> TouchedAsync(CancellationToken cancellationToken)
    {
        lock (starting)
        {
            return touched ??= EventDaysAsync(state.KeepsDays ? state.SinceBatchId : -1, cancellationToken);
        }
    }

    private Task<IReadOnlyList<DateOnly>> EventDaysAsync(long since, CancellationToken cancellationToken) =>
        DaysAsync(
            $"select day from (select day from {dialect.Table("raw", "events")} where batch_id > {since} and batch_id <= {state.BatchId} group by day{RepeatedDays()}) as days group by day order by day",
            cancellationToken);

    private Task<IReadOnlyList<DateOnly>> KeptAsync(string model, CancellationToken cancellationToken) =>
        DaysAsync($"select day from {dialect.Table("meta", "model_days")} where model = '{model}' order by day", cancellationToken);

    private async Task<DateOnly?> ChangedSinceAsync(CancellationToken cancellationToken)
    {
        var touchedUnits =
            $"select unit_id from {dialect.Table("raw", "assignments")} where batch_id > {state.SinceBatchId} and batch_id <= {state.BatchId} "
            + $"union select unit_id from {dialect.Table("raw", "exposures")} where batch_id > {state.SinceBatchId} and batch_id <= {state.BatchId}";
        var changedAt = await space.OnLaneAsync(
            lane => lane.Connection.ScalarAsync(lane.Transaction, $"with touched_units as ({touchedUnits})\n{FirstChange()}", cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return changedAt is null ? null : DateOnly.FromDateTime(WarehouseDialect.ReadInstant(changedAt).UtcDateTime);
    }

    // Which of several rows with one event id counts may change with a new one; they are next to none.
    private string RepeatedDays() => graph.Compiled.ContainsKey(Copies) ? $" union all select day from {relation(Copies)}" : "";

    private string FirstChange()
    {
        const string Columns = "experiment_key, unit_id, is_crossover, assigned_at, first_valid_exposed_at";
        var built = relation(Attribution);
        return dialect.PublishedDuringBuild(Attribution) is { } published
            ? $"""
              , before as (select {Columns} from {published} where unit_id in (select unit_id from touched_units)),
              now as (select {Columns} from {built} where unit_id in (select unit_id from touched_units)),
              changed as (select * from (select * from now except select * from before) as came union all select * from (select * from before except select * from now) as went)
              select min(changed_at) from (select assigned_at as changed_at from changed union all select first_valid_exposed_at from changed) as changes
              """

            // Assignments only ever move to an earlier time, and exposures count from the assignment on: nothing before it can have changed.
            : $"select min(assigned_at) from {built} where unit_id in (select unit_id from touched_units)";
    }

    private Task<IReadOnlyList<DateOnly>> DaysAsync(string sql, CancellationToken cancellationToken) => space.OnLaneAsync(
        lane => lane.Connection.RowsAsync(lane.Transaction, sql, row => row.GetFieldValue<DateOnly>(0), cancellationToken), cancellationToken);
}
