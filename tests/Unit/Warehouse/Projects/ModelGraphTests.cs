using GrpcExp.Unit.Warehouse.Projects.Selection;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;
using Microsoft.Data.Sqlite;

namespace GrpcExp.Unit.Warehouse.Projects;

public sealed class ModelGraphTests
{
    [Fact]
    public void A_model_reads_what_its_first_and_its_later_builds_read()
    {
        var graph = ModelGraph.Create(SmallGraph.Project, SmallGraph.Compiler);

        Assert.Equal(["stg_events", "stg_users"], graph.Reads["fct_a"].Order(StringComparer.Ordinal));
        Assert.Equal(["raw.users"], graph.Sources["stg_users"]);
        Assert.Equal(["fct_a", "fct_b"], graph.StepReads["judge"]);
        Assert.Equal(["lone", "stg_events", "stg_users", "fct_a", "fct_b", "judge", "mart_c"], graph.Steps);
        Assert.Equal(("judge", "lone"), (graph.StepOf("card"), graph.StepOf("lone")));
    }

    [Fact]
    public void The_shipped_project_runs_in_the_order_of_the_graph()
    {
        var project = ProjectLoader.LoadEmbedded();
        var compiler = new ModelCompiler(
            project, new SqliteDialect(new SqliteConnectionStringBuilder("Data Source=never_opened.db")), new Dictionary<string, string>(), name => name);

        var graph = ModelGraph.Create(project, compiler);
        var plan = BuildPlan.Create(project, graph, compiler, graph.Reads.Keys.ToHashSet(), withTests: true);

        Assert.Equal(graph.Steps, plan.Nodes.Where(node => node.Kind == BuildStepKind.Model).Select(node => node.Name));
        Assert.All(plan.Nodes, node => Assert.All(node.DependsOn, before => Assert.True(before < node.Index)));
    }
}
