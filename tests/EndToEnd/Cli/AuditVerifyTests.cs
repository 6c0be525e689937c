using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Data.Sqlite;

namespace GrpcExp.EndToEnd.Cli;

/// <summary><c>grpcexp audit verify</c> on a server whose database somebody edits who can: the file's owner, after taking the guard away.</summary>
public sealed class AuditVerifyTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    private const string Save =
        """
        drop trigger if exists audit_events_no_update;
        drop trigger if exists audit_events_no_delete;
        drop trigger if exists audit_events_no_replace;
        create table if not exists saved as select * from audit_events;
        """;

    private const string Restore = "delete from audit_events; insert into audit_events select * from saved; drop table saved;";

    [Theory]
    [InlineData("update audit_events set reason = 'nothing to see' where sequence = {0} - 2", "broken at event {0} - 2: Event {0} - 2 was altered")]
    [InlineData("delete from audit_events where sequence = {0} - 2", "broken at event {0} - 2: Event {0} - 2 is missing: the next one is {0} - 1")]
    [InlineData("delete from audit_events where sequence >= {0} - 1", "broken at event {0} - 1: Events {0} - 1 to {0} are missing from the end")]
    [InlineData(
        "update audit_events set sequence = -1 where sequence = {0} - 2; update audit_events set sequence = {0} - 2 where sequence = {0} - 1; "
        + "update audit_events set sequence = {0} - 1 where sequence = -1",
        "broken at event {0} - 2: Event {0} - 2 does not follow the event before it")]
    public async Task Tampering_deletion_and_reordering_are_found_and_exit_with_1(string crime, string finding)
    {
        for (var i = 0; i < 3; i++)
        {
            await server.Flags.CreateFlagAsync(
                new CreateFlagRequest { Flag = Samples.Flag($"verified-{Guid.NewGuid():N}") }, cancellationToken: TestContext.Current.CancellationToken);
        }

        var last = await CountAsync();
        await RunAsync(Save + With(crime, last));
        try
        {
            var broken = await VerifyAsync();
            Assert.Equal(1, broken.ExitCode);
            Assert.Contains(Counted(finding, last), broken.Output, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync(Restore);
        }

        var whole = await VerifyAsync();
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains($"intact: {last} events", whole.Output, StringComparison.Ordinal);
    }

    private static string With(string sql, long last) => sql.Replace("{0}", $"{last}", StringComparison.Ordinal);

    /// <summary>The finding with its sums worked out: the last event is L.</summary>
    private static string Counted(string finding, long last) => finding
        .Replace("{0} - 2", $"{last - 2}", StringComparison.Ordinal)
        .Replace("{0} - 1", $"{last - 1}", StringComparison.Ordinal)
        .Replace("{0}", $"{last}", StringComparison.Ordinal);

    private Task<CliResult> VerifyAsync() =>
        CliProcess.RunAsync(
            new Dictionary<string, string> { ["GRPCEXP_TOKEN"] = ControlPlaneProcess.AdminToken }, "audit", "verify", "--address", server.Server.Address);

    private async Task<long> CountAsync()
    {
        await using var connection = await OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit_events";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "control.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
