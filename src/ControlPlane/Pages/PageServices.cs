using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.Portfolio;
using GrpcExp.ControlPlane.Pages.SignIn;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>What the web pages need.</summary>
internal static class PageServices
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageGate>();
        services.AddSingleton<SignInRoutes>();
        services.AddSingleton<ExperimentStandingReader>();
        services.AddSingleton<MetricEffectReader>();
        services.AddSingleton<DailyEffectReader>();
        services.AddSingleton<ExposureReader>();
        services.AddSingleton<PortfolioReader>();
    }
}
