using System.Text.Json;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.EndToEnd.Cli;

public sealed class DocsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grpcexp-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_catalogue_is_written_without_a_server()
    {
        var target = Path.Combine(_folder, "made", "here");
        var result = await CliProcess.RunAsync("docs", "generate", "--out", target);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(Path.Combine(target, "index.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var catalog = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(target, "catalog.json"), TestContext.Current.CancellationToken));
        Assert.Equal(JsonValueKind.Null, catalog.RootElement.GetProperty("build").ValueKind);
    }

    [Fact]
    public async Task A_warehouse_adds_what_its_last_build_left()
    {
        var connection = $"Data Source={Path.Combine(_folder, "w.db")};Pooling=False";
        await using (var database = await WarehouseDatabase.OpenAsync(connection, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Assert.True((await new WarehouseBuilder(database).BuildAsync(new BuildOptions(), null, TestContext.Current.CancellationToken)).Published);
        }

        var result = await CliProcess.RunAsync("docs", "generate", "--out", _folder, "--warehouse", connection);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var catalog = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "catalog.json"), TestContext.Current.CancellationToken));
        Assert.Equal(1, catalog.RootElement.GetProperty("build").GetProperty("build_id").GetInt64());
        var experiments = catalog.RootElement.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "stg_experiments");
        Assert.Equal(0, experiments.GetProperty("run").GetProperty("rows").GetInt64());
        Assert.All(experiments.GetProperty("tests").EnumerateArray(), test => Assert.Equal(0, test.GetProperty("failures").GetInt64()));
    }

    [Theory]
    [InlineData("Data Source=/nowhere/at/all.db", "there is no file /nowhere/at/all.db")]
    [InlineData("Elsewhere=1", "names no engine")]
    public async Task A_warehouse_that_is_not_there_is_named(string connection, string message)
    {
        var result = await CliProcess.RunAsync("docs", "generate", "--out", _folder, "--warehouse", connection);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
