using System.Text.Encodings.Web;
using System.Text.Unicode;
using GrpcExp.ControlPlane.Pages.Experiments;
using GrpcExp.ControlPlane.Pages.Flags;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.ControlPlane.Pages.Metrics;
using GrpcExp.ControlPlane.Pages.Operations;
using GrpcExp.ControlPlane.Pages.Portfolio;
using GrpcExp.ControlPlane.Pages.SignIn;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>What the web pages need.</summary>
internal static class PageServices
{
    public static void AddPages(this IServiceCollection services)
    {
        // Pages are UTF-8: only what means something to HTML needs escaping.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageCallers>();
        services.AddSingleton<PageGate>();
        services.AddSingleton<SignInRoutes>();
        services.AddSingleton<ExperimentStandingReader>();
        services.AddSingleton<VerdictReader>();
        services.AddSingleton<MetricEffectReader>();
        services.AddSingleton<DailyEffectReader>();
        services.AddSingleton<ExposureReader>();
        services.AddSingleton<PortfolioReader>();
        services.AddSingleton<ExperimentReader>();
        services.AddSingleton<ExperimentRoutes>();
        services.AddSingleton<MoveRoutes>();
        services.AddSingleton<ShareLinks>();
        services.AddSingleton<ShareRoutes>();
        services.AddSingleton<FlagRoutes>();
        services.AddSingleton<MetricRoutes>();
        services.AddSingleton<OperationsRoutes>();
    }
}
