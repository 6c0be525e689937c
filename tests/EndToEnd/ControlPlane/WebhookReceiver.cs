using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A webhook on this machine that fails at first.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>The part of the URL that nobody may see.</summary>
    public const string Secret = "T0000/B0000/s3cr3tXwebhook";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _bodies = new();
    private int _failures;

    private WebhookReceiver(WebApplication app, int failures)
    {
        _app = app;
        _failures = failures;
    }

    public string Url => $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{Secret}";

    /// <summary>Bodies that it took, in order.</summary>
    public IReadOnlyCollection<string> Taken => _bodies;

    /// <summary>Requests that it refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Starts one that answers so many requests with 503 before it takes any.</summary>
    public static async Task<WebhookReceiver> StartAsync(int failures)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app, failures);
        app.Run(receiver.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (context.Request.Path != $"/{Secret}" || Interlocked.Decrement(ref _failures) >= 0)
        {
            Refused++;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        _bodies.Enqueue(body);
    }
}
