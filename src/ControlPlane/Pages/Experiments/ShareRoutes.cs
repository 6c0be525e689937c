using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Makes, lists and revokes share links, and opens them.</summary>
internal sealed class ShareRoutes(ShareLinks links, PageCallers callers, ExperimentReader reader, PageRenderer renderer)
{
    public void Map(IEndpointRouteBuilder web, PageGate gate)
    {
        web.MapGet("/experiments/{key}/share", gate.Page(page => ShowAsync(page, "")));
        web.MapPost("/experiments/{key}/share", gate.Form(async (page, form) =>
        {
            page.Require(ShareLinks.Method);
            var secret = await links.CreateAsync(page.Caller.Actor, page.Part("key"), form["days"].ToString(), page.Cancelled).ConfigureAwait(false);
            await ShowAsync(page, $"{page.Http.Request.Scheme}://{page.Http.Request.Host}/shared/{secret}").ConfigureAwait(false);
        }));
        web.MapPost("/experiments/{key}/unshare", gate.Form(async (page, form) =>
        {
            page.Require(ShareLinks.Method);
            await links.RevokeAsync(page.Caller.Actor, page.Part("key"), form["token_id"].ToString(), page.Cancelled).ConfigureAwait(false);
            await ShowAsync(page, "").ConfigureAwait(false);
        }));
        web.MapGet("/shared/{secret}", gate.Open(OpenAsync));
    }

    private async Task ShowAsync(PageContext page, string newUrl)
    {
        page.Require(ShareLinks.Method);
        var key = page.Part("key");
        var working = Violations.IsKey(key) ? await links.ListAsync(key, page.Cancelled).ConfigureAwait(false) : throw ControlException.NotFound($"experiments/{Violations.Shown(key)}");
        await renderer.ShowAsync<SharePage>(page, new ShareModel(key, working, newUrl)).ConfigureAwait(false);
    }

    private async Task OpenAsync(HttpContext http)
    {
        var secret = http.Request.RouteValues["secret"]?.ToString() ?? "";
        var key = ShareLinks.ExperimentOf(await callers.FindAsync(http, secret).ConfigureAwait(false))
            ?? throw new ControlException(ControlError.NotFound, "This link has ended, was revoked or never was. Ask whoever gave it to you for another.");
        string Query(string name) => http.Request.Query[name].ToString();
        var model = await reader.ReadAsync(key, Query("metric"), Query("variant"), Query("scale") == "absolute", _ => [], http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<ExperimentPage>(http, StatusCodes.Status200OK, Viewer.Guest, model with { BasePath = $"/shared/{secret}" }).ConfigureAwait(false);
    }
}
