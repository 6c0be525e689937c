using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>Renders a component to a whole page. Nothing of it stays behind: there is no connection back and no script.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>Answers somebody who has signed in with a page.</summary>
    public Task ShowAsync<TPage>(PageContext page, object model)
        where TPage : IComponent => WriteAsync<TPage>(page.Http, StatusCodes.Status200OK, page.Viewer, model);

    /// <summary>Answers with a page.</summary>
    /// <typeparam name="TPage">The component; it takes <c>Viewer</c> and, unless null, <c>Model</c>.</typeparam>
    public async Task WriteAsync<TPage>(HttpContext http, int status, Viewer viewer, object? model)
        where TPage : IComponent
    {
        var parameters = new Dictionary<string, object?> { ["Viewer"] = viewer };
        if (model is not null)
        {
            parameters["Model"] = model;
        }

        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters)).ConfigureAwait(true);
            return root.ToHtmlString();
        }).ConfigureAwait(false);
        PageHeaders.Protect(http.Response);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync("<!DOCTYPE html>\n" + html, Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
    }
}
