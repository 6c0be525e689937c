using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage.Jobs;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>A page of the history. Its token holds the time and job of the last run, so that paging stays right while runs come.</summary>
internal static class JobRunPage
{
    /// <summary>Notes a token that is not one of this list; null for the first page.</summary>
    public static JobRunCursor? Read(Violations violations, PageRequest page)
    {
        if (page.After.Length == 0)
        {
            return null;
        }

        var dot = page.After.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0
            && long.TryParse(page.After[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            && JobCatalog.Find(page.After[(dot + 1)..]) is { } job)
        {
            return new JobRunCursor(new DateTime(ticks, DateTimeKind.Utc), job.Name);
        }

        violations.Add("page_token", "is not one of this list: send next_page_token of the page before, or nothing");
        return null;
    }

    public static string KeyOf(JobRun run) => string.Create(CultureInfo.InvariantCulture, $"{run.ScheduledTime.ToDateTime().Ticks}.{run.Job}");
}
