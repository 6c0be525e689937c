using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>
/// Counts the resets of every request that reaches the application, whatever route it goes to. Requests for gRPC
/// methods count their own: waiting for them here would cost each an allocation.
/// </summary>
internal sealed class ResetFilter(ClientResets resets) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (resets.IsOn)
        {
            app.Use(rest => http => Pass(http, rest));
        }

        next(app);
    };

    private static bool CountsItself(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null;

    private Task Pass(HttpContext http, RequestDelegate rest)
    {
        var handling = rest(http);
        if (!handling.IsCompletedSuccessfully)
        {
            return CountsItself(http) ? handling : WaitAsync(http, handling);
        }

        if (!CountsItself(http))
        {
            resets.NoteEnd(http);
        }

        return handling;
    }

    private async Task WaitAsync(HttpContext http, Task handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            if (!CountsItself(http))
            {
                resets.NoteEnd(http);
            }
        }
    }
}
