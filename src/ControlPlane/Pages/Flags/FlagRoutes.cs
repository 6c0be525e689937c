using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Flags;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Flags;

/// <summary>The pages of flags.</summary>
internal sealed class FlagRoutes(ControlStore store, FlagGrpcService flags, EvaluationGrpcService evaluations, PageRenderer renderer)
{
    private static readonly string Update = $"/{FlagService.Descriptor.FullName}/{nameof(FlagService.FlagServiceBase.UpdateFlag)}";
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public void Map(IEndpointRouteBuilder web, PageGate gate)
    {
        web.MapGet("/flags", gate.Page(async page => await renderer.ShowAsync<FlagsPage>(page, await ListAsync(page).ConfigureAwait(false)).ConfigureAwait(false)));
        web.MapGet("/flags/{key}", gate.Page(ShowAsync));
        web.MapPost("/flags/{key}/restore", gate.Form(RestoreAsync));
    }

    private async Task<FlagListModel> ListAsync(PageContext page)
    {
        var query = new ResourceQuery(page.Query("after"), page.Query("q").Trim(), FlagListModel.PageSize + 1);
        var found = await store.ReadAsync((session, token) => session.ListFlagsAsync(query, token), page.Cancelled).ConfigureAwait(false);
        return new FlagListModel([.. found.Take(FlagListModel.PageSize)], query.Contains, query.AfterKey, found.Count > FlagListModel.PageSize);
    }

    private async Task ShowAsync(PageContext page)
    {
        var (flag, experiments, history) = await ReadAsync(page).ConfigureAwait(false);
        var unit = page.Query("unit");
        var lines = page.Http.Request.Query["attributes"].ToString();
        var problems = new List<string>();
        var answer = unit.Length == 0 ? null : await AnswerAsync(page, flag.Key, unit, lines, problems).ConfigureAwait(false);
        var done = page.Query("done") == "restore" ? "Restored." : "";
        await renderer.ShowAsync<FlagPage>(page, new FlagModel(flag, experiments, history, page.May(Update), unit, lines, answer, problems, done)).ConfigureAwait(false);
    }

    private async Task<EvaluateResponse?> AnswerAsync(PageContext page, string key, string unit, string lines, List<string> problems)
    {
        var request = new EvaluateRequest { FlagKey = key, Explain = true, SuppressExposure = true, Context = new EvaluationContext { UnitId = unit } };
        foreach (var line in lines[..Math.Min(lines.Length, Limits.PageQueryLength)].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value])
            {
                request.Context.Attributes[name] = AttributeTexts.Of(value);
            }
            else
            {
                problems.Add($"'{Violations.Shown(line)}' is no attribute: write name=value");
            }
        }

        return problems.Count > 0
            ? null
            : await evaluations.Evaluate(request, PageCall.Of(page, EvaluationService.Descriptor.FullName, nameof(EvaluationService.EvaluationServiceBase.Evaluate))).ConfigureAwait(false);
    }

    private async Task RestoreAsync(PageContext page, IFormCollection form)
    {
        var (flag, _, history) = await ReadAsync(page).ConfigureAwait(false);
        var wanted = history.FirstOrDefault(entry => entry.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) == form["sequence"].ToString() && entry.AfterJson.Length > 0)
            ?? throw ControlException.NotFound($"version {Violations.Shown(form["sequence"].ToString())} of flags/{flag.Key}");
        var restored = Json.Parse<Flag>(wanted.AfterJson);
        restored.Etag = form["etag"].ToString();
        var request = new UpdateFlagRequest { Flag = restored, Reason = $"Restores the version of audit event {wanted.Sequence}." };
        await flags.UpdateFlag(request, PageCall.Of(page, FlagService.Descriptor.FullName, nameof(FlagService.FlagServiceBase.UpdateFlag))).ConfigureAwait(false);
        PageHeaders.Protect(page.Http.Response);
        page.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        page.Http.Response.Headers.Location = $"/flags/{flag.Key}?done=restore";
    }

    private async Task<(Flag Flag, IReadOnlyList<Experiment> Experiments, IReadOnlyList<AuditEvent> History)> ReadAsync(PageContext page)
    {
        var key = page.Part("key");
        if (!Violations.IsKey(key))
        {
            throw ControlException.NotFound($"flags/{Violations.Shown(key)}");
        }

        return await store.ReadAsync(
            async (session, token) => (
                await session.FindFlagAsync(key, token).ConfigureAwait(false) ?? throw ControlException.NotFound($"flags/{key}"),
                await session.ListExperimentsOnFlagAsync(key, token).ConfigureAwait(false),
                (IReadOnlyList<AuditEvent>)[.. (await session.ListAuditEventsAsync(new AuditQuery(0, $"flags/{key}", Limits.MaxPageSize), token).ConfigureAwait(false)).Reverse()]),
            page.Cancelled).ConfigureAwait(false);
    }
}
