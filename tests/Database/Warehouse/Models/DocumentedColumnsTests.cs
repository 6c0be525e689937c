using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteDocumentedColumnsTests() : DocumentedColumnsTests(WarehouseEngine.Sqlite);

public sealed class PostgresDocumentedColumnsTests() : DocumentedColumnsTests(WarehouseEngine.Postgres);

/// <summary>The yml files name every column that there is, and none that there is not.</summary>
public abstract class DocumentedColumnsTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task The_columns_of_every_model_and_raw_table_are_documented_in_their_order()
    {
        var project = ProjectLoader.LoadEmbedded();
        var build = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(build.Published, build.Failure);
        var dialect = Database.Dialect;
        var documented = project.Models.Values.Select(model => (model.Name, Relation: dialect.Model(model.Name), model.Columns))
            .Concat(project.Sources.Values.Select(table => (
                table.Name, Relation: table.ComputedBy is null ? dialect.Table(table.Source, table.Name) : dialect.Model(table.Name), table.Columns)));

        var differences = new List<string>();
        foreach (var (name, relation, columns) in documented)
        {
            differences.AddRange(columns.Where(column => column.Description.Length == 0).Select(column => $"{name}.{column.Name} is not described"));
            var there = await ColumnsAsync(dialect, relation);
            if (!there.SequenceEqual(columns.Select(column => column.Name)))
            {
                differences.Add($"{name} has {string.Join(", ", there)}");
            }
        }

        Assert.Empty(differences);
    }

    private static async Task<string[]> ColumnsAsync(WarehouseDialect dialect, string relation)
    {
        await using var connection = await dialect.ConnectAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from {relation} limit 0";
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
