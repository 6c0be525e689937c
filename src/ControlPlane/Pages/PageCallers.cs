using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>Finds who holds a token that came by a browser, at the rates that hold for gRPC: guesses are counted by address.</summary>
internal sealed class PageCallers(TokenDirectory tokens, CallRates rates)
{
    /// <summary>The caller with his address; null for a token that is unknown, expired or revoked.</summary>
    /// <exception cref="ControlException">LimitExceeded, for too many calls or guesses.</exception>
    public async Task<Caller?> FindAsync(HttpContext http, string secret)
    {
        var address = Address(http);
        rates.CountAddress(address);
        var isPlausible = secret.Length is > 0 and <= Limits.TokenLength && (!rates.IsGuessing(address) || tokens.WasValid(secret));
        if (isPlausible && await tokens.FindAsync(secret, http.RequestAborted).ConfigureAwait(false) is { } caller)
        {
            rates.CountToken(caller);
            return caller.From(address);
        }

        rates.CountFailure(address);
        return null;
    }

    private static string Address(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "unix";
    }
}
