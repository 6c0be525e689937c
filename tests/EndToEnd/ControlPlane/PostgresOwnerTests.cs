using GrpcExp.Contracts.Control.V1;
using GrpcExp.Tests;
using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class PostgresOwnerTests
{
    [Fact]
    public async Task A_server_with_a_login_for_the_owner_serves_and_its_own_login_only_adds_to_the_log()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using var roles = await PostgresRoles.MakeAsync(home.ConnectionString);
        string[] arguments = ["--postgres", roles.Application, "--port", "0"];
        await using (var server = await ControlPlaneProcess.StartAsync(arguments, environment: new Dictionary<string, string> { ["GRPCEXP_POSTGRES_OWNER"] = roles.Owner }))
        {
            await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("owned") });
            Assert.True((await new ExperimentService.ExperimentServiceClient(server.AsAdmin()).VerifyAuditAsync(new VerifyAuditRequest())).Intact);
            Assert.DoesNotContain(server.Errors, line => line.Contains("owner_", StringComparison.Ordinal));
        }

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(roles.Application) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        using var command = connection.CreateCommand();
        command.CommandText = "delete from audit_events";
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);

        // The same login with the wrong one beside it is a sentence.
        var (exitCode, errors) = await ControlPlaneProcess.RunToEndAsync(["--postgres", home.ConnectionString, "--postgres-owner", roles.Owner, "--port", "0"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("could change the audit log", errors);
    }
}
