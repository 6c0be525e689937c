using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Interop.Compression;

/// <summary>How many requests of the current call came compressed. Needs AddHttpContextAccessor.</summary>
internal static class RequestCompression
{
    private static readonly object Key = new();

    // It holds nothing itself: what it gives travels with the call.
    private static readonly HttpContextAccessor Current = new();

    /// <summary>Notes one more, in the context of the call.</summary>
    public static void Note()
    {
        if (Current.HttpContext is { } http)
        {
            http.Items[Key] = Of(http) + 1;
        }
    }

    public static int Of(ServerCallContext context) => Of(context.GetHttpContext());

    private static int Of(HttpContext http) => http.Items.TryGetValue(Key, out var count) ? (int)count! : 0;
}
