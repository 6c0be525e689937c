using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>A window, and everything that its console said.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            // A refusal of ours is an answer; the browser notes its status all the same.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal))
            {
                _complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Add($"error: {error}");
        page.RequestFailed += (_, request) => _complaints.Add($"failed: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>Console errors, violations of the content security policy, and requests that failed.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Opens a page; its answer.</summary>
    public async Task<IResponse> OpenAsync(string path) =>
        await Page.GotoAsync(path) ?? throw new InvalidOperationException($"{path} gave no answer.");

    /// <summary>Fetches with the cookies of the window, without showing what comes.</summary>
    public Task<IAPIResponse> FetchAsync(string path) => _context.APIRequest.GetAsync(path);

    public async Task SignInAsync(string token)
    {
        await OpenAsync("/sign-in");
        await Page.GetByLabel("Access token").FillAsync(token);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Follows a link or presses a button by what it says.</summary>
    public Task ClickAsync(AriaRole role, string name) => Page.GetByRole(role, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
