using System.Text.Json;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>Files of what happened, sent to a real control plane.</summary>
public sealed class IngestCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-ingest-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_without_ids_that_is_sent_twice_is_stored_once()
    {
        var file = Write("events.csv", "unit_id,event_name,occurred_at,value,plan\nu1,order,2026-03-01T09:00:00Z,12.5,pro\nu2,order,2026-03-01 10:00,,\n");

        var first = await RunAsync("events", file);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("2 accepted, 0 sent before, 0 refused", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 accepted, 2 sent before, 0 refused", (await RunAsync("events", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_make_no_sense_are_told_by_line_and_the_rest_is_stored()
    {
        var file = Write(
            "assignments.csv",
            "experiment_key,flag_key,unit_id,variant,assigned_at,bucket,country\ne,f,u1,a,2026-03-01T09:00:00Z,,DE\ne,f,u2,a,yesterday,,DE\ne,f,,a,2026-03-01T09:00:00Z,7,DE\n\ne,f,u4,a,2026-03-01T09:00:00Z,many,DE\n");

        var text = await RunAsync("assignments", file);
        Assert.Equal(1, text.ExitCode);
        Assert.Contains("1 accepted, 0 sent before, 3 refused", text.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: assigned_at 'yesterday' is no time: write it as 2026-03-01T09:00:00Z", text.Errors, StringComparison.Ordinal);
        Assert.Matches("line 4: unit_id: ", text.Errors);
        Assert.Contains("line 6: bucket 'many' is no whole number", text.Errors, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await RunAsync("assignments", file, "--format", "json")).Output);
        Assert.Equal((0, 1, 3), (Number("accepted"), Number("duplicate"), Number("refused")));
        Assert.Equal([3, 4, 6], json.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("line").GetInt32()));

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task A_file_that_lacks_columns_names_all_of_them()
    {
        var result = await RunAsync("exposures", Write("exposures.csv", "unit_id,variant\nu,a\n"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("lacks the columns experiment_key, flag_key, exposed_at. It has unit_id, variant.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("There is no file 'nowhere.csv'.", (await RunAsync("events", "nowhere.csv")).Errors, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<CliResult> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(["ingest", .. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);
}
