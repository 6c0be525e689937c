using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Errors;
using GrpcExp.ControlPlane.Pages.Experiments;
using GrpcExp.ControlPlane.Pages.Flags;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.Metrics;
using GrpcExp.ControlPlane.Pages.Models;
using GrpcExp.ControlPlane.Pages.Operations;
using GrpcExp.ControlPlane.Pages.Planner;
using GrpcExp.ControlPlane.Pages.Portfolio;
using GrpcExp.ControlPlane.Pages.SignIn;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>Which address shows what.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder web)
    {
        var services = web.ServiceProvider;
        var gate = services.GetRequiredService<PageGate>();
        var renderer = services.GetRequiredService<PageRenderer>();
        PageAssets.Map(web);

        var signIn = services.GetRequiredService<SignInRoutes>();
        web.MapGet("/sign-in", gate.Open(signIn.ShowAsync));
        web.MapPost("/sign-in", gate.Open(signIn.EnterAsync));
        web.MapPost("/sign-out", gate.Form((page, _) => SignInRoutes.LeaveAsync(page)));

        var portfolio = services.GetRequiredService<PortfolioReader>();
        web.MapGet("/", gate.Page(async page => await renderer.ShowAsync<PortfolioPage>(
            page, await portfolio.ReadAsync(PortfolioQuery.Of(page.Http.Request.Query), page.Cancelled).ConfigureAwait(false)).ConfigureAwait(false)));

        services.GetRequiredService<ExperimentRoutes>().Map(web, gate);
        services.GetRequiredService<MoveRoutes>().Map(web, gate);
        services.GetRequiredService<ShareRoutes>().Map(web, gate);
        services.GetRequiredService<FlagRoutes>().Map(web, gate);
        services.GetRequiredService<MetricRoutes>().Map(web, gate);
        services.GetRequiredService<OperationsRoutes>().Map(web, gate);
        web.MapGet("/planner", gate.Page(page => renderer.ShowAsync<PlannerPage>(page, PlannerReader.Read(page.Http.Request.Query))));

        var builder = services.GetRequiredService<WarehouseBuilder>();
        web.MapGet("/models/{model}", gate.Page(async page => await renderer.ShowAsync<ModelPage>(
            page, await ExplainAsync(builder, page).ConfigureAwait(false)).ConfigureAwait(false)));

        web.MapGet("/{**path}", gate.Page(page => gate.ShowAsync(page.Http, PageErrors.NotFound("There is no such page."))));
    }

    private static async Task<ModelExplanation> ExplainAsync(WarehouseBuilder builder, PageContext page)
    {
        try
        {
            return await builder.ExplainAsync(page.Part("model"), page.Cancelled).ConfigureAwait(false);
        }
        catch (WarehouseException exception) when (exception.InnerException is null)
        {
            throw new ControlException(ControlError.NotFound, exception.Message);
        }
    }
}
