using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Pages.Layout;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.SignIn;

/// <summary>Lets people in and out. The token comes in the body of a form and goes out in a cookie; no address and no log ever has it.</summary>
internal sealed class SignInRoutes(PageCallers callers, PageRenderer renderer, TimeProvider time)
{
    // Before there is a session, the form is tied to a cookie of its own.
    private const string FormCookie = "grpcexp-form";

    public Task ShowAsync(HttpContext http) => ShowAsync(http, StatusCodes.Status200OK, http.Request.Query["return_to"].ToString(), "");

    public async Task EnterAsync(HttpContext http)
    {
        var form = await PageForms.ReadAsync(http).ConfigureAwait(false);
        var returnTo = form["return_to"].ToString();
        if (!FormTokens.Fit(http.Request, http.Request.Cookies[FormCookie] ?? "", form[FormToken.FieldName].ToString()))
        {
            await ShowAsync(http, StatusCodes.Status400BadRequest, returnTo, "This form is too old or not from this server. Try again.").ConfigureAwait(false);
            return;
        }

        var secret = form["token"].ToString().Trim();
        var caller = await callers.FindAsync(http, secret).ConfigureAwait(false);
        if (caller is null || !caller.Has(MethodRoles.Of(PageMethods.Read)!))
        {
            var problem = caller is null
                ? "This token is unknown, expired or revoked."
                : $"The token of {caller.Owner} is not for people: it needs the role viewer, editor or approver.";
            await ShowAsync(http, StatusCodes.Status401Unauthorized, returnTo, problem).ConfigureAwait(false);
            return;
        }

        var end = time.GetUtcNow() + Limits.Session;
        http.Response.Cookies.Append(SessionCookie.NameOf(http.Request), SessionCookie.Of(secret, end), SessionCookie.Options(http.Request, end));
        http.Response.Cookies.Delete(FormCookie);
        PageHeaders.Protect(http.Response);
        http.Response.Redirect(LocalPaths.Of(returnTo));
    }

    public static Task LeaveAsync(PageContext page)
    {
        var http = page.Http;
        http.Response.Cookies.Delete(SessionCookie.NameOf(http.Request), SessionCookie.Options(http.Request, null));
        PageHeaders.Protect(http.Response);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        http.Response.Redirect("/sign-in");
        return Task.CompletedTask;
    }

    private Task ShowAsync(HttpContext http, int status, string returnTo, string problem)
    {
        var cookie = http.Request.Cookies[FormCookie];
        if (cookie is not { Length: > 0 and <= Limits.SessionCookieLength })
        {
            cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            http.Response.Cookies.Append(FormCookie, cookie, SessionCookie.Options(http.Request, null));
        }

        var isInsecure = !http.Request.IsHttps && http.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address);
        var model = new SignInModel(LocalPaths.Of(returnTo), FormTokens.Of(cookie), problem, isInsecure);
        return renderer.WriteAsync<SignInPage>(http, status, Viewer.Guest, model);
    }
}
