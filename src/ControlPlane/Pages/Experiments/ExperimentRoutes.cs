using System.Text;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>The pages of one experiment.</summary>
internal sealed class ExperimentRoutes(ExperimentReader reader, PageRenderer renderer)
{
    public void Map(IEndpointRouteBuilder web, PageGate gate)
    {
        web.MapGet("/experiments", gate.Open(http =>
        {
            http.Response.Redirect("/");
            return Task.CompletedTask;
        }));
        web.MapGet("/experiments/{key}", gate.Page(async page => await renderer.ShowAsync<ExperimentPage>(page, await ReadAsync(page).ConfigureAwait(false)).ConfigureAwait(false)));
        web.MapGet("/experiments/{key}/report", gate.Page(async page => await renderer.ShowAsync<ReportPage>(page, await ReadAsync(page).ConfigureAwait(false)).ConfigureAwait(false)));
        web.MapGet("/experiments/{key}/results.csv", gate.Page(async page =>
        {
            var model = await ReadAsync(page).ConfigureAwait(false);
            await SendAsync(page.Http, "text/csv; charset=utf-8", ResultsCsv.Of(model.Effects)).ConfigureAwait(false);
        }));
        web.MapGet("/experiments/{key}/analysis.json", gate.Page(async page =>
        {
            var model = await ReadAsync(page).ConfigureAwait(false);
            var stored = model.Stored ?? throw new ControlException(ControlError.NotFound, $"The last build has no analysis of experiments/{model.Experiment.Key}.");
            await SendAsync(page.Http, "application/json", stored.AnalysisJson).ConfigureAwait(false);
        }));
    }

    private static Task SendAsync(HttpContext http, string type, string text)
    {
        PageHeaders.Protect(http.Response);
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, Encoding.UTF8, http.RequestAborted);
    }

    private async Task<ExperimentModel> ReadAsync(PageContext page)
    {
        var model = await reader.ReadAsync(
            page.Part("key"), page.Query("metric"), page.Query("variant"), page.Query("scale") == "absolute", experiment => MoveCatalog.LinksFor(page, experiment), page.Cancelled)
            .ConfigureAwait(false);
        return model with { Done = MoveCatalog.Find(page.Query("done"))?.Done ?? "" };
    }
}
