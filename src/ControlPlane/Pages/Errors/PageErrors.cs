using System.Data.Common;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Errors;

/// <summary>Turns errors of every area into pages, as <see cref="ErrorTable"/> turns them into statuses of gRPC.</summary>
internal static class PageErrors
{
    /// <summary>The page of an error; null for one that nobody foresaw.</summary>
    public static ErrorModel? Of(Exception exception, string backUrl) => exception switch
    {
        ControlException refusal => Of(refusal, backUrl),
        StorageException { Error: StorageError.StaleEtag } => Back(
            StatusCodes.Status409Conflict, "Somebody was faster", "It has changed since you opened the page. Look at it again, then decide.", [], backUrl),
        StorageException { Error: StorageError.RequestIdReused } => Back(
            StatusCodes.Status409Conflict, "Sent twice", "This form was sent before with other words. Open the page again.", [], backUrl),
        StorageException => Away("The database does not answer. Try again in a moment.", backUrl),
        WarehouseException refusal => Away(refusal.Message, backUrl),
        DbException or TimeoutException => Away("The warehouse does not answer. Try again in a moment.", backUrl),
        _ => null,
    };

    /// <summary>What nobody foresaw; the log has it under the number.</summary>
    public static ErrorModel Unforeseen(string incident, string backUrl) => Back(
        StatusCodes.Status500InternalServerError, "Something went wrong", $"The server's log has it as incident {incident}.", [], backUrl);

    /// <summary>A page that there is not.</summary>
    public static ErrorModel NotFound(string message) => new(StatusCodes.Status404NotFound, "Not found", message, [], "/", "To the portfolio");

    private static ErrorModel Of(ControlException refusal, string backUrl)
    {
        var details = refusal.Violations.Select(violation => $"{violation.Field}: {violation.Description}").ToList();
        return refusal.Error switch
        {
            ControlError.NotFound => NotFound(refusal.Message),
            ControlError.PermissionDenied => Back(StatusCodes.Status403Forbidden, "Not yours to do", refusal.Message, details, backUrl),
            ControlError.InvalidArgument => Back(StatusCodes.Status400BadRequest, "Refused", details.Count > 0 ? "Mend this, then send it again:" : refusal.Message, details, backUrl),
            ControlError.Unavailable => Away(refusal.Message, backUrl),
            ControlError.LimitExceeded => Back(StatusCodes.Status429TooManyRequests, "Too much at once", refusal.Message, details, backUrl),
            _ => Back(StatusCodes.Status409Conflict, "Not as things are", refusal.Message, details, backUrl),
        };
    }

    private static ErrorModel Away(string message, string backUrl) =>
        Back(StatusCodes.Status503ServiceUnavailable, "Not available now", message, [], backUrl);

    private static ErrorModel Back(int status, string title, string message, IReadOnlyList<string> details, string backUrl) =>
        new(status, title, message, details, backUrl, "Go back");
}
