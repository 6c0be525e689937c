using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace GrpcExp.Rpc.Server;

/// <summary>Puts the shortcut ahead of everything else in the pipeline, and so ahead of routing.</summary>
internal sealed class EndpointShortcutFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<EndpointShortcut>();
        next(app);
    };
}
