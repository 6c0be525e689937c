using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>
/// Counts the resets of requests that are not gRPC calls, whatever route they go to. Calls count their own: waiting for
/// them here would cost each an allocation.
/// </summary>
internal static class ResetCounting
{
    public static Task PassAsync(HttpContext http, RequestDelegate next, ClientResets resets)
    {
        var handling = next(http);
        if (CountsItself(http))
        {
            return handling;
        }

        if (!handling.IsCompletedSuccessfully)
        {
            return WaitAsync(http, handling, resets);
        }

        resets.NoteEnd(http);
        return handling;
    }

    private static bool CountsItself(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null;

    private static async Task WaitAsync(HttpContext http, Task handling, ClientResets resets)
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
