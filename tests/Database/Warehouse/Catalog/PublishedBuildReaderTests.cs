using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Catalog;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Database.Warehouse.Catalog;

public sealed class SqlitePublishedBuildReaderTests() : PublishedBuildReaderTests(WarehouseEngine.Sqlite);

public sealed class PostgresPublishedBuildReaderTests() : PublishedBuildReaderTests(WarehouseEngine.Postgres);

public abstract class PublishedBuildReaderTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task Before_the_first_build_nothing_is_known()
    {
        Assert.Null(await ReadAsync());
        Assert.Null((await CatalogFiles.CreateAsync(Database, Cancelled)).BuildId);
    }

    [Fact]
    public async Task The_last_published_run_of_every_model_and_test_is_read()
    {
        await BuildAsync("select 1 as a union all select 1 as a", Model("kept", "select 1 as a"));
        await BuildAsync("select 1 as a union all select 1 as a union all select 2 as a");
        Assert.False((await BuildAsync("select nonsense")).Published);

        var build = await ReadAsync();

        Assert.NotNull(build);
        Assert.Equal(2, build.BuildId);
        Assert.Equal(Time.GetUtcNow(), build.StartedAt);
        Assert.Null(build.Watermark);
        Assert.Equal((2, 3), (build.Models["m"].BuildId, build.Models["m"].Rows));
        Assert.Equal((1, 1), (build.Models["kept"].BuildId, build.Models["kept"].Rows));
        Assert.Equal(1, build.Failures["unique_m_a"]);
    }

    private Task<CatalogBuild?> ReadAsync() => new PublishedBuildReader(Database).ReadAsync(Cancelled);

    private Task<BuildResult> BuildAsync(string sql, params KeyValuePair<string, string>[] others)
    {
        var files = new Dictionary<string, string>([.. Model("m", sql), .. others]) { ["dbt_project.yml"] = "name: small\nmodels: {small: {a: {+materialized: table}}}\n" };
        return new WarehouseBuilder(Database, ProjectLoader.Load(files), []).BuildAsync(new BuildOptions(), null, Cancelled);
    }

    private static KeyValuePair<string, string>[] Model(string name, string sql) =>
    [
        new($"models/a/{name}.sql", sql),
        new($"models/a/{name}.yml", $"models:\n  - name: {name}\n    config: {{meta: {{grain: a}}}}\n    columns:\n      - name: a\n        data_tests:\n          - unique: {{config: {{severity: warn}}}}\n"),
    ];
}
