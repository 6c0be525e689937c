using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>Lets requests through to pages: with a session that may read, and forms only from pages of this server. Errors become pages here.</summary>
internal sealed class PageGate(PageCallers callers, PageRenderer renderer, TimeProvider time, ILogger<PageGate> logger)
{
    /// <summary>A page that reads.</summary>
    public RequestDelegate Page(Func<PageContext, Task> show) => http => GuardAsync(http, async () =>
    {
        if (await EnterAsync(http).ConfigureAwait(false) is { } page)
        {
            await show(page).ConfigureAwait(false);
        }
        else
        {
            PageHeaders.Protect(http.Response);
            http.Response.Redirect("/sign-in?return_to=" + Uri.EscapeDataString(PathOf(http)));
        }
    });

    /// <summary>A form that changes something.</summary>
    public RequestDelegate Form(Func<PageContext, IFormCollection, Task> act) => http => GuardAsync(http, async () =>
    {
        var form = await PageForms.ReadAsync(http).ConfigureAwait(false);
        var cookie = http.Request.Cookies[SessionCookie.NameOf(http.Request)] ?? "";
        if (await EnterAsync(http).ConfigureAwait(false) is not { } page || !FormTokens.Fit(http.Request, cookie, form[FormToken.FieldName].ToString()))
        {
            throw new ControlException(
                ControlError.PermissionDenied, "The session has ended, or the form is not from this server. Open the page again and sign in if asked; nothing was changed.");
        }

        await act(page, form).ConfigureAwait(false);
    });

    /// <summary>Something that needs no session.</summary>
    public RequestDelegate Open(Func<HttpContext, Task> show) => http => GuardAsync(http, () => show(http));

    private static string PathOf(HttpContext http) => http.Request.Path.Value + http.Request.QueryString.Value;

    private async Task<PageContext?> EnterAsync(HttpContext http)
    {
        var cookie = http.Request.Cookies[SessionCookie.NameOf(http.Request)] ?? "";
        if (SessionCookie.Read(cookie, time.GetUtcNow()) is not { } secret
            || await callers.FindAsync(http, secret).ConfigureAwait(false) is not { } caller
            || !caller.Has(MethodRoles.Of(PageMethods.Read)!))
        {
            return null;
        }

        var roles = string.Join(", ", caller.Roles.Select(role => role.ToString().ToLowerInvariant()));
        return new PageContext(
            http,
            caller,
            new Viewer(caller.Owner, roles, FormTokens.Of(cookie), PathOf(http)));
    }

    private async Task GuardAsync(HttpContext http, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? "/" : BackOf(http.Request.Path.Value ?? "/");
            if (PageErrors.Of(exception, back) is not { } error)
            {
                var incident = Guid.NewGuid().ToString("N")[..12];
                Log.Unforeseen(logger, exception, $"{http.Request.Method} {(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}", incident);
                error = PageErrors.Unforeseen(incident, back);
            }

            await ShowAsync(http, error).ConfigureAwait(false);
        }
    }

    /// <summary>The page of an error, with navigation for whoever has a session.</summary>
    public async Task ShowAsync(HttpContext http, ErrorModel error)
    {
        Viewer viewer;
        try
        {
            viewer = (await EnterAsync(http).ConfigureAwait(false))?.Viewer ?? Viewer.Guest;
        }
        catch (Exception exception) when (exception is Storage.Errors.StorageException or ControlException)
        {
            viewer = Viewer.Guest;
        }

        await renderer.WriteAsync<ErrorPage>(http, error.Status, viewer, error).ConfigureAwait(false);
    }

    private static string BackOf(string path) => LocalPaths.Of(path[..Math.Max(1, path.LastIndexOf('/'))]);
}
