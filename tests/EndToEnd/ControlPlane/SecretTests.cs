using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A server that is told secrets, and used well and badly, writes none of them down.</summary>
public sealed class SecretTests
{
    [Fact]
    [Trait("Promise", "P8")]
    public async Task No_secret_reaches_the_log_the_output_or_the_audit_log()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        const string Password = "hush-password", Webhook = "https://127.0.0.1:9/hush-webhook", Sidecars = "hush-token-of-sidecars";
        await using var server = await ControlPlaneProcess.StartAsync(
            [.. home.Arguments, "--log-format", "json", "--http-port", "0"],
            environment: new Dictionary<string, string> { ["GRPCEXP_POSTGRES_PASSWORD"] = Password, ["GRPCEXP_ALERT_WEBHOOK"] = Webhook, ["GRPCEXP_SIDECAR_TOKEN"] = Sidecars });
        var access = new AccessService.AccessServiceClient(server.AsAdmin());
        var made = await access.CreateTokenAsync(new CreateTokenRequest { Owner = "ada", Roles = { Role.Editor }, RequestId = "one" });
        var rotated = await access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId, RequestId = "two" });
        await access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = made.TokenId });
        foreach (var caller in new[] { server.As(rotated.Secret), server.As("hush-guess"), server.WithAuthorization("Basic hush-basic"), server.As(Sidecars) })
        {
            await Assert.ThrowsAsync<RpcException>(async () => await new FlagService.FlagServiceClient(caller).ListFlagsAsync(new ListFlagsRequest()));
        }

        using (var client = new HttpClient { BaseAddress = new Uri(server.WebAddress) })
        {
            client.DefaultRequestHeaders.Add("Authorization", "Bearer hush-header");
            using var answer = await client.GetAsync("/readyz?token=hush-query", TestContext.Current.CancellationToken);
        }

        var audit = await new ExperimentService.ExperimentServiceClient(server.AsAdmin()).ListAuditEventsAsync(new ListAuditEventsRequest { PageSize = 1_000 });
        await using (var locks = await DatabaseLock.TakeAsync(home, "select 1"))
        {
            // The connection of a write breaks in the middle of it, so that the log has errors of the database too.
            await locks.CountAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await Eventually.HoldsAsync(() => AnswersAsync(access), "the database answers again");
        await server.StopAsync();

        Assert.Contains(audit.Events, entry => entry.Action == "token.rotate");
        string[] written = [.. server.Errors, .. server.Output, .. audit.Events.Select(entry => entry.ToString())];
        Assert.NotEmpty(server.Errors);
        Assert.All(
            (string[])["hush", ControlPlaneProcess.AdminToken, made.Token, rotated.Secret],
            secret => Assert.DoesNotContain(written, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static async Task<bool> AnswersAsync(AccessService.AccessServiceClient access)
    {
        try
        {
            return (await access.ListTokensAsync(new ListTokensRequest())).Tokens.Count > 0;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }
}
