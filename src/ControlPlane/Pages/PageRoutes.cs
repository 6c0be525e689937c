using GrpcExp.ControlPlane.Pages.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.Portfolio;
using GrpcExp.ControlPlane.Pages.SignIn;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>Which address shows what.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder web)
    {
        var services = web.ServiceProvider;
        var gate = services.GetRequiredService<PageGate>();
        var renderer = services.GetRequiredService<PageRenderer>();
        var signIn = services.GetRequiredService<SignInRoutes>();
        PageAssets.Map(web);
        web.MapGet("/sign-in", gate.Open(signIn.ShowAsync));
        web.MapPost("/sign-in", gate.Open(signIn.EnterAsync));
        web.MapPost("/sign-out", gate.Form((page, _) => SignInRoutes.LeaveAsync(page)));

        var portfolio = services.GetRequiredService<PortfolioReader>();
        web.MapGet("/", gate.Page(async page => await renderer.WriteAsync<PortfolioPage>(
            page.Http, StatusCodes.Status200OK, page.Viewer, await portfolio.ReadAsync(PortfolioQuery.Of(page.Http.Request.Query), page.Cancelled).ConfigureAwait(false)).ConfigureAwait(false)));

        web.MapGet("/{**path}", gate.Page(page => gate.ShowAsync(page.Http, PageErrors.NotFound("There is no such page."))));
    }
}
