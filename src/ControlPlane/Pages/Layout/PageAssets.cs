using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>The style sheet and the icon: part of the program, at addresses that change with their content, so that browsers may keep them.</summary>
internal static class PageAssets
{
    private const string Folder = "/assets/";

    private static readonly Asset Style = Asset.Read("pages.css", "text/css; charset=utf-8");
    private static readonly Asset Icon = Asset.Read("icon.svg", "image/svg+xml");

    public static string StyleUrl => Style.Url;

    public static string IconUrl => Icon.Url;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in (Asset[])[Style, Icon])
        {
            routes.MapGet(Folder + asset.Name, (RequestDelegate)asset.WriteAsync);
        }
    }

    private sealed record Asset(string Name, string Type, byte[] Content)
    {
        public string Url { get; } = $"{Folder}{Name}?v={Convert.ToHexStringLower(SHA256.HashData(Content))[..12]}";

        public static Asset Read(string name, string type)
        {
            using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"pages/{name}")
                ?? throw new InvalidOperationException($"The program lacks its own {name}.");
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return new Asset(name, type, copy.ToArray());
        }

        public Task WriteAsync(HttpContext http)
        {
            PageHeaders.Protect(http.Response);
            http.Response.ContentType = Type;
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return http.Response.Body.WriteAsync(Content, http.RequestAborted).AsTask();
        }
    }
}
