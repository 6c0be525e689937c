using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.SignIn;

/// <summary>Tells forms of these pages from forms of other sites: they carry a code over a cookie that other sites can neither read nor send.</summary>
internal static class FormTokens
{
    /// <summary>What forms of a page carry whose cookie has this value.</summary>
    public static string Of(string cookie) =>
        cookie.Length == 0 ? "" : Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(cookie), "form of these pages"u8));

    /// <summary>True when a form came from a page with this cookie, and the browser does not say otherwise.</summary>
    public static bool Fit(HttpRequest request, string cookie, string sent)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return cookie.Length > 0
            && site is "" or "same-origin" or "none"
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(cookie)), Encoding.UTF8.GetBytes(sent));
    }
}
