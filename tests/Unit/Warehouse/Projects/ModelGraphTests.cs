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

        var names = plan.Nodes.Where(node => node.Kind == BuildStepKind.Model).Select(node => node.Name).ToList();
        Assert.Equal(graph.Steps.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.All(graph.StepReads[name], read => Assert.True(names.IndexOf(read) < names.IndexOf(name))));
        Assert.All(plan.Nodes, node => Assert.All(node.DependsOn, before => Assert.True(before < node.Index)));
    }

    [Fact]
    public void The_analysis_waits_for_the_tests_of_what_it_rests_on()
    {
        var project = ProjectLoader.LoadEmbedded();
        var compiler = new ModelCompiler(
            project, new SqliteDialect(new SqliteConnectionStringBuilder("Data Source=never_opened.db")), new Dictionary<string, string>(), name => name);
        var graph = ModelGraph.Create(project, compiler);

        var plan = BuildPlan.Create(project, graph, compiler, graph.Reads.Keys.ToHashSet(), withTests: true);
        var part = BuildPlan.Create(project, graph, compiler, graph.Reads.Keys.Where(name => name.StartsWith("stg_", StringComparison.Ordinal)).ToHashSet(), withTests: true);

        var analysis = plan.Nodes.Single(node => node.Name == "experiment_analysis" && node.Kind == BuildStepKind.Model);
        var guards = plan.Nodes.Where(node => node.IsGuard).ToList();
        Assert.All(guards, guard => Assert.Contains(guard.Index, analysis.DependsOn));

        // Read by the analysis, read by what it reads, and staging that it never reads.
        Assert.Superset(new HashSet<string> { "mart_data_quality", "int_assignments_canonical", "stg_flags" }, guards.Select(guard => guard.Name).ToHashSet());
        Assert.DoesNotContain(guards, guard => guard.Name is "fact_assignments" or "experiment_analysis" or "mart_experiment_scorecard");
        Assert.DoesNotContain(part.Nodes, node => node.IsGuard);
    }
}
