using GrpcExp.Cli.Checkout;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>Pictures of the pages, in a folder that a person can look at.</summary>
internal static class Screenshots
{
    private static readonly string Folder = SourceCheckout.Find()!.PathOf("artifacts", "screenshots");

    public static async Task TakeAsync(Visit visit, string name, int width, ColorScheme light)
    {
        Directory.CreateDirectory(Folder);
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Folder, $"{name}-{width}-{light.ToString().ToLowerInvariant()}.png"),
            FullPage = true,
        });
    }
}
