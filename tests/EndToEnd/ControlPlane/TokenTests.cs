using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

[Trait("Promise", "P8")]
public sealed class TokenTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private AccessService.AccessServiceClient Access => new(fixture.Server.AsAdmin());

    [Fact]
    public async Task A_repeated_request_makes_one_token_and_never_shows_its_secret_again()
    {
        var request = new CreateTokenRequest { Owner = "once", Roles = { Role.Viewer }, RequestId = "create-once" };

        var first = await Access.CreateTokenAsync(request);
        var again = await Access.CreateTokenAsync(request);

        Assert.StartsWith("gxp_", first.Token, StringComparison.Ordinal);
        Assert.Equal((first.TokenId, ""), (again.TokenId, again.Token));
        Assert.Single((await Access.ListTokensAsync(new ListTokensRequest())).Tokens, token => token.Owner == "once");

        // Nor does the database have it: neither as the token nor as the answer to be repeated.
        foreach (var file in Directory.EnumerateFiles(fixture.Folder, "control.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(first.Token)));
        }
    }

    [Fact]
    public async Task A_rotated_token_has_another_secret_and_the_old_one_stops_at_once()
    {
        var made = await Access.CreateTokenAsync(new CreateTokenRequest { Owner = "rotating", Roles = { Role.Viewer } });
        await ListFlagsAsync(made.Token);
        var before = await FindAsync(made.TokenId);

        var rotated = await Access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId, Etag = before.Etag, RequestId = "rotate", Reason = "it was in a log" });
        var again = await Access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId, Etag = before.Etag, RequestId = "rotate", Reason = "it was in a log" });

        await ListFlagsAsync(rotated.Secret);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => ListFlagsAsync(made.Token))).StatusCode);
        Assert.Equal(("rotating", Role.Viewer), (rotated.Token.Owner, Assert.Single(rotated.Token.Roles)));
        Assert.NotEqual(before.Etag, rotated.Token.Etag);
        Assert.Equal((rotated.Token, ""), (again.Token, again.Secret));
        var entry = (await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = $"tokens/{made.TokenId}" })).Events.Single(entry => entry.Action == "token.rotate");
        Assert.Equal("it was in a log", entry.Reason);
    }

    [Fact]
    public async Task A_stale_etag_is_aborted_and_a_revoked_token_stays_dead()
    {
        var made = await Access.CreateTokenAsync(new CreateTokenRequest { Owner = "stale", Roles = { Role.Viewer } });
        var etag = (await FindAsync(made.TokenId)).Etag;
        await Access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId });

        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), await ReasonAsync(Access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = made.TokenId, Etag = etag })));
        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), await ReasonAsync(Access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId, Etag = etag })));
        await Access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = made.TokenId });
        Assert.NotNull((await FindAsync(made.TokenId)).RevokeTime);
        Assert.Equal((StatusCode.FailedPrecondition, "TOKEN_REVOKED"), await ReasonAsync(Access.RotateTokenAsync(new RotateTokenRequest { TokenId = made.TokenId })));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), await ReasonAsync(Access.RotateTokenAsync(new RotateTokenRequest { TokenId = "tok-none" })));
    }

    [Fact]
    public async Task Tokens_come_in_pages_without_their_secrets()
    {
        await Access.CreateTokenAsync(new CreateTokenRequest { Owner = "paged", Roles = { Role.Viewer } });
        var ids = new List<string>();
        var request = new ListTokensRequest { PageSize = 2 };
        do
        {
            var page = await Access.ListTokensAsync(request);
            Assert.InRange(page.Tokens.Count, 1, 2);
            ids.AddRange(page.Tokens.Select(token => token.TokenId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Contains("tok-admin", ids);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal((await Access.ListTokensAsync(new ListTokensRequest { PageSize = 1_000 })).Tokens.Count, ids.Count);
    }

    private async Task<Token> FindAsync(string tokenId) =>
        (await Access.ListTokensAsync(new ListTokensRequest { PageSize = 1_000 })).Tokens.Single(token => token.TokenId == tokenId);

    private async Task ListFlagsAsync(string token) => await new FlagService.FlagServiceClient(fixture.Server.As(token)).ListFlagsAsync(new ListFlagsRequest());

    private static async Task<(StatusCode, string)> ReasonAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await Refusals.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }
}
