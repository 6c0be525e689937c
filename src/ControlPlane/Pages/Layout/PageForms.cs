using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>Reads forms, which are short.</summary>
internal static class PageForms
{
    private static readonly FormOptions Bounds = new()
    {
        ValueCountLimit = 64,
        KeyLengthLimit = 100,
        ValueLengthLimit = Limits.PageFormBytes,
        BufferBodyLengthLimit = Limits.PageFormBytes,
        MemoryBufferThreshold = Limits.PageFormBytes,
    };

    /// <summary>The fields of a form; none when it is no form or beyond its bounds.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > Limits.PageFormBytes)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await new FormFeature(http.Request, Bounds).ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }
}
