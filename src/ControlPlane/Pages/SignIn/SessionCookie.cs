using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.SignIn;

/// <summary>
/// The cookie of a session: a token, until when it may be used here, and a code over both that nobody can make who does not hold the
/// token. The server keeps nothing, so every replica takes it, and a revoked token ends its sessions.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Its name; with TLS the prefix makes browsers refuse it from any other host or path.</summary>
    public static string NameOf(HttpRequest request) => request.IsHttps ? "__Host-grpcexp-session" : "grpcexp-session";

    /// <summary>The value of a session that ends at a time.</summary>
    public static string Of(string token, DateTimeOffset end)
    {
        var until = end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{until}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))}.{CodeOf(token, until)}";
    }

    /// <summary>The token of a session that has not ended; null for a value that is no such session.</summary>
    public static string? Read(string? value, DateTimeOffset now)
    {
        if (value is not { Length: > 0 and <= Limits.SessionCookieLength } || value.Split('.') is not [var until, var encoded, var code]
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end <= now.ToUnixTimeSeconds()
            || encoded.Length == 0 || !Base64Url.IsValid(encoded))
        {
            return null;
        }

        var token = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(token, until)), Encoding.UTF8.GetBytes(code)) ? token : null;
    }

    /// <summary>How the cookie is set: out of reach of scripts and of other sites.</summary>
    public static CookieOptions Options(HttpRequest request, DateTimeOffset? end) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        Expires = end,
        IsEssential = true,
    };

    private static string CodeOf(string token, string until) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes($"session until {until}")));
}
