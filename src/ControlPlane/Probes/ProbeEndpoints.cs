using System.Text.Json;

namespace GrpcExp.ControlPlane.Probes;

/// <summary><c>/livez</c> (the process runs) and <c>/readyz</c> (it can do all of its work), for orchestrators and load balancers.</summary>
internal static class ProbeEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapProbes(this IEndpointRouteBuilder web)
    {
        var readiness = web.ServiceProvider.GetRequiredService<Readiness>();
        web.MapMethods("/livez", Methods, (RequestDelegate)(context => WriteAsync(context, isFine: true, json => json.WriteString("status", "live"))));
        web.MapMethods("/readyz", Methods, (RequestDelegate)(async context =>
        {
            var report = await readiness.CheckAsync(context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, report.IsReady, json => Write(json, report)).ConfigureAwait(false);
        }));
    }

    private static void Write(Utf8JsonWriter json, ReadinessReport report)
    {
        json.WriteString("status", report.IsReady ? "ready" : report.IsStopping ? "stopping" : "not_ready");
        json.WriteStartObject("parts");
        foreach (var (name, status) in report.Parts)
        {
            json.WriteString(name, status switch
            {
                PartStatus.Up => "up",
                PartStatus.Down => "down",
                _ => "off",
            });
        }

        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, bool isFine, Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        context.Response.StatusCode = isFine ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), context.RequestAborted).ConfigureAwait(false);
        }
    }
}
