using System.Text.Json;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Cli;

public sealed class TokensCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task A_token_is_made_listed_rotated_and_revoked()
    {
        var made = (await OutputAsync("create", "grace", "--role", "viewer")).Trim();
        using var list = JsonDocument.Parse(await OutputAsync("list", "--format", "json"));
        var token = list.RootElement.GetProperty("tokens").EnumerateArray().Single(token => token.GetProperty("owner").GetString() == "grace");
        var id = token.GetProperty("token_id").GetString()!;
        Assert.DoesNotContain(made, token.GetRawText(), StringComparison.Ordinal);

        var rotated = (await OutputAsync("rotate", id)).Trim();

        Assert.StartsWith("gxp_", rotated, StringComparison.Ordinal);
        Assert.NotEqual(made, rotated);
        Assert.Equal((1, 0), (await ListFlagsAsync(made), await ListFlagsAsync(rotated)));
        Assert.Contains($"{id}  grace  Viewer  for good", await OutputAsync("list"), StringComparison.Ordinal);
        await OutputAsync("revoke", id);
        Assert.Contains($"{id}  grace  Viewer  revoked", await OutputAsync("list"), StringComparison.Ordinal);
        Assert.Equal(1, await ListFlagsAsync(rotated));
    }

    private async Task<int> ListFlagsAsync(string token) =>
        (await CliProcess.RunAsync("flags", "list", "--address", server.Server.Address, "--token", token)).ExitCode;

    private async Task<string> OutputAsync(params string[] arguments)
    {
        var run = await CliProcess.RunAsync(["tokens", .. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
