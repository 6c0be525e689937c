using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>What somebody sends who may not come in.</summary>
internal static class BadCredentials
{
    public static async Task<IReadOnlyList<(string Name, string? Words)>> MakeAsync(ControlPlaneProcess server)
    {
        var access = new AccessService.AccessServiceClient(server.AsAdmin());
        var everything = new[] { Role.Viewer, Role.Editor, Role.Approver, Role.Admin, Role.Ingest, Role.Sync };
        var revoked = await access.CreateTokenAsync(new CreateTokenRequest { Owner = "gone", Roles = { everything } });
        await access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = revoked.TokenId });
        var expired = await access.CreateTokenAsync(
            new CreateTokenRequest { Owner = "late", Roles = { everything }, ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddSeconds(1)) });
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await new FlagService.FlagServiceClient(server.As(expired.Token)).ListFlagsAsync(new ListFlagsRequest());
                    return false;
                }
                catch (RpcException exception)
                {
                    return exception.StatusCode == StatusCode.Unauthenticated;
                }
            },
            "the token expires");
        return
        [
            ("none", null),
            ("unknown", "Bearer gxp_guessed"),
            ("another scheme", $"Basic {ControlPlaneProcess.AdminToken}"),
            ("expired", $"Bearer {expired.Token}"),
            ("revoked", $"Bearer {revoked.Token}"),
        ];
    }
}
