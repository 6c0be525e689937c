using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Unit.Warehouse.Projects;

public sealed class ProjectLoaderTests
{
    [Theory]
    [InlineData("models/a.sql", "select 1", "models/a.sql has no yml")]
    [InlineData("models/a.yml", "models:\n  - name: a\n", "there is no models/a.sql")]
    [InlineData("models/a.yml", "models:\n  - description: a\n", "models/a.yml line 2: \"name\" is missing")]
    [InlineData("models/a.yml", "models: [", "models/a.yml line")]
    [InlineData("models/a.yml", "- 1\n", "models/a.yml must hold one YAML mapping")]
    public void What_does_not_fit_together_is_named(string path, string text, string message)
    {
        var files = new Dictionary<string, string> { ["dbt_project.yml"] = "name: p\n", [path] = text };

        Assert.Contains(message, Assert.Throws<WarehouseException>(() => ProjectLoader.Load(files)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("      - nonsense", "data test nonsense is unknown")]
    [InlineData("      - accepted_values: {values: []}", "accepted_values needs values")]
    [InlineData("      - dbt_utils.accepted_range: {}", "accepted_range needs min_value or max_value")]
    [InlineData("      - unique: {config: {severity: fatal}}", "severity fatal is neither warn nor error")]
    [InlineData("      - relationships: {field: x}", "\"to\" is missing")]
    public void A_data_test_that_makes_no_sense_is_named(string test, string message)
    {
        var files = new Dictionary<string, string>
        {
            ["dbt_project.yml"] = "name: p\n",
            ["models/a.sql"] = "select 1 as x",
            ["models/a.yml"] = $"models:\n  - name: a\n    config: {{meta: {{grain: x}}}}\n    data_tests:\n{test}\n",
        };

        Assert.Contains(message, Assert.Throws<WarehouseException>(() => ProjectLoader.Load(files)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_is_sorted_by_what_is_read_and_then_by_name()
    {
        var order = BuildGraph.Sort(new Dictionary<string, IReadOnlyCollection<string>> { ["c"] = [], ["a"] = ["c"], ["b"] = [], ["d"] = ["a", "b", "outside"] });

        Assert.Equal(["b", "c", "a", "d"], order);
    }
}
