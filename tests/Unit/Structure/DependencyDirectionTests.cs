namespace GrpcExp.Unit.Structure;

/// <summary>The walls of the house, read from the project files.</summary>
public sealed class DependencyDirectionTests
{
    private static readonly ProjectReferences References = ProjectReferences.Read();

    [Theory]
    [InlineData("Evaluation")]
    [InlineData("Statistics")]
    [InlineData("Rpc")]
    [InlineData("Settings")]
    public void A_foundation_refers_to_nothing_of_ours(string project) => Assert.Empty(References.Of(project));

    [Fact]
    public void Contracts_stand_on_the_runtime_alone() => Assert.Equal(["Rpc"], References.Of("Contracts"));

    [Fact]
    public void Analysis_stands_on_statistics_alone() => Assert.Equal(["Statistics"], References.Of("Analysis"));

    [Fact]
    public void The_client_follows_and_evaluates_by_itself_and_stands_on_nothing_else() =>
        Assert.Equal(["Contracts", "Evaluation", "Rpc", "Sync"], References.Of("Client").Order());

    [Fact]
    public void Only_storage_and_warehouse_use_a_database_driver()
    {
        string[] drivers = ["Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL", "Microsoft.Data.Sqlite.Core", "Microsoft.EntityFrameworkCore.Sqlite"];
        var users = References.Names
            .Where(p => !References.IsTest(p) && References.PackagesOf(p).Intersect(drivers).Any())
            .Order();
        Assert.Equal(["Storage", "Warehouse"], users);
    }

    [Theory]
    [InlineData("ControlPlane")]
    [InlineData("Sidecar")]
    [InlineData("Cli")]
    public void Nobody_but_a_test_refers_to_a_program(string program)
    {
        var users = References.Names.Where(p => !References.IsTest(p) && References.Of(p).Contains(program));
        Assert.Empty(users);
    }

    [Theory]
    [InlineData("Client")]
    [InlineData("Sidecar")]
    [InlineData("Sync")]
    public void What_runs_beside_a_service_never_reaches_a_database(string project) =>
        Assert.Empty(References.Reach(project).Intersect(["Storage", "Warehouse"]));

    [Fact]
    public void Nothing_refers_to_itself_in_a_circle() =>
        Assert.All(References.Names, p => Assert.DoesNotContain(p, References.Reach(p)));
}
