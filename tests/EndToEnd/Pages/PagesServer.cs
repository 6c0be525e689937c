using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>One embedded control plane with results in it, and one browser, for all tests of the pages.</summary>
public sealed class PagesServer : IAsyncLifetime
{
    /// <summary>Drafts that have results all the same; with the one that runs they are two hundred.</summary>
    public const int Crowd = 199;

    private const string Announcement = "grpcexp control plane web on ";

    private readonly ControlPlaneHome _home = ControlPlaneHome.Embedded();
    private ControlPlaneProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where its SQLite files are.</summary>
    public string Folder => _home.Folder;

    public ControlPlaneProcess Server => _server ?? throw new InvalidOperationException("The server is not up.");

    /// <summary>Where the pages are.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Token of somebody who may edit.</summary>
    public string Ada { get; private set; } = "";

    /// <summary>Token of somebody who may approve.</summary>
    public string Grace { get; private set; } = "";

    /// <summary>Token of somebody who may only look.</summary>
    public string Vic { get; private set; } = "";

    public CallInvoker Editor => Server.As(Ada);

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("There is no browser.");

    public async ValueTask InitializeAsync()
    {
        _server = await _home.StartAsync("--http-port", "0");
        Address = Server.Output.First(line => line.StartsWith(Announcement, StringComparison.Ordinal))[Announcement.Length..];
        Ada = await MakeAsync("ada", Role.Editor);
        Grace = await MakeAsync("grace", Role.Approver);
        Vic = await MakeAsync("vic", Role.Viewer);
        await PageData.MakeAsync(Editor, Server.As(Grace), await Server.AsAsync("pipeline", Role.Ingest));
        await PageData.CrowdAsync(Editor, Folder, Crowd);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _home.DisposeAsync();
    }

    /// <summary>A window of somebody who has signed in with a token; of a stranger without one.</summary>
    internal async Task<Visit> VisitAsync(string? token, int width = 1280, ColorScheme light = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ColorScheme = light,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var visit = new Visit(context, await context.NewPageAsync());
        if (token is not null)
        {
            await visit.SignInAsync(token);
        }

        return visit;
    }

    private static string Chromium() => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium: install Debian's package chromium; ./test.sh does.");

    private async Task<string> MakeAsync(string owner, Role role)
    {
        var access = new AccessService.AccessServiceClient(Server.AsAdmin());
        return (await access.CreateTokenAsync(new CreateTokenRequest { Owner = owner, Roles = { role } })).Token;
    }
}
