using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.ControlPlane.Errors;

/// <summary>
/// Gives the refusals of the runtime, which no interceptor sees (a message over the limit, a method that is not there, a
/// deadline that passed), the details that all others have.
/// </summary>
internal static class ErrorDetails
{
    private const string ContentType = "application/grpc";

    /// <summary>Adds this to the pipeline; ahead of everything that ends calls.</summary>
    public static void UseErrorDetails(this IApplicationBuilder app) => app.Use(CompleteAsync);

    private static async Task CompleteAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentType?.StartsWith(ContentType, StringComparison.Ordinal) != true)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        // A status alone travels in the headers, and may be on its way before this middleware is asked again.
        http.Response.OnStarting(() =>
        {
            Complete(http.Response.Headers);
            return Task.CompletedTask;
        });
        await next(http).ConfigureAwait(false);
        if (http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            Complete(trailers);
        }
    }

    private static void Complete(IHeaderDictionary target)
    {
        if (!target.ContainsKey(ErrorTable.DetailsTrailer)
            && int.TryParse(target.GrpcStatus, CultureInfo.InvariantCulture, out var code)
            && code is > (int)StatusCode.OK and <= (int)StatusCode.Unauthenticated)
        {
            var details = ErrorTable.DetailsOf((StatusCode)code, Uri.UnescapeDataString(target.GrpcMessage.ToString()));
            target[ErrorTable.DetailsTrailer] = Convert.ToBase64String(details);
        }
    }
}
