using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Database.Warehouse.Builds;

/// <summary>
/// What a build asks of a server that spreads tables. The extension itself is not there: functions of its names note how they are called.
/// </summary>
public sealed class DistributionTests() : WarehouseTestBase(WarehouseEngine.Postgres)
{
    private const string Noted = "select relation, column_name from public.noted where relation not like '%\\_\\_%' order by relation collate \"C\"";

    [Fact]
    public async Task Every_table_is_spread_as_its_yml_states_once_a_build()
    {
        await new PlantedExperiment()
            .Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" })
            .Assign("u1", "control").Assign("u2", "treatment").Act("u1", 1, 1).Act("u2", 2, 1)
            .StoreAsync(Database, Cancelled);
        await QueryAsync("create table public.noted (relation text, column_name text)");
        await QueryAsync("create function public.create_distributed_table(regclass, text) returns void language sql as 'insert into public.noted values ($1::text, $2)'");
        await QueryAsync("create function public.create_reference_table(regclass) returns void language sql as 'insert into public.noted values ($1::text, ''reference'')'");
        var project = ProjectLoader.LoadEmbedded();
        var stated = project.Models.Values.Select(model => (model.Name, model.Distribution)).Concat(project.Sources.Values.Select(table => (table.Name, table.Distribution)))
            .ToDictionary(table => table.Name, table => $"warehouse_next.{table.Name}|{table.Distribution}");

        var byDay = project.Models.Values.Where(model => model.Source.Contains("partition_by='day'", StringComparison.Ordinal)).Select(model => model.Name).ToHashSet();

        var first = await BuildAsync();
        var expected = first.Models.Where(model => model.Materialization != "view" && !byDay.Contains(model.Name)).Select(model => stated[model.Name])
            .Order(StringComparer.Ordinal).ToArray();

        Assert.Contains("warehouse_next.stg_event_copies|unit_id", expected);
        Assert.Contains("warehouse_next.fct_experiment_results|experiment_key", expected);
        Assert.Contains("warehouse_next.dim_metric_registry|reference", expected);
        Assert.Equal(expected, await QueryAsync(Noted));
        Assert.Equal(
            ["warehouse_next.int_metric_unit_daily__20260301|unit_id", "warehouse_next.int_metric_unit_daily__none|unit_id"],
            await QueryAsync("select relation, column_name from public.noted where relation like '%unit\\_daily\\_\\_%' order by relation collate \"C\""));

        // Merging makes its tables in another way.
        await QueryAsync("truncate public.noted");
        await BuildAsync();
        Assert.Equal(expected, await QueryAsync(Noted));
    }

    private async Task<BuildResult> BuildAsync()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return result;
    }
}
