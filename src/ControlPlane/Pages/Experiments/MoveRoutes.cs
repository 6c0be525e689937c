using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Checklists;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Flags;
using GrpcExp.ControlPlane.Pages.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Asks before a move, then makes it as gRPC would: the same rules, the same audit event.</summary>
internal sealed class MoveRoutes(ControlStore store, ExperimentMoves moves, FlagGrpcService flags, LaunchChecklists checklists, PageRenderer renderer)
{
    private static readonly string[] FieldNames = ["request_id", "reason", "decision", "variant", "traffic"];

    public void Map(IEndpointRouteBuilder web, PageGate gate)
    {
        foreach (var move in MoveCatalog.All)
        {
            web.MapGet($"/experiments/{{key}}/{move.Name}", gate.Page(page => AskAsync(page, move)));
            web.MapPost($"/experiments/{{key}}/{move.Name}", gate.Form((page, form) => MoveAsync(page, move, form)));
        }
    }

    private async Task AskAsync(PageContext page, MoveDefinition move)
    {
        page.Require(move.Method);

        // The same form sent twice has one effect.
        var fields = new Dictionary<string, string> { ["request_id"] = $"page-{Guid.NewGuid():N}" };
        await ShowAsync(page, move, fields, StatusCodes.Status200OK, null, []).ConfigureAwait(false);
    }

    private async Task MoveAsync(PageContext page, MoveDefinition move, IFormCollection form)
    {
        page.Require(move.Method);
        var fields = FieldNames.ToDictionary(name => name, name => form[name].ToString());
        try
        {
            await MoveAsync(page, move, fields, form["etag"].ToString()).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ControlException { Error: not ControlError.NotFound } or StorageException)
        {
            var error = PageErrors.Of(exception, "")!;

            // Whoever sends it again has read why, so it is another attempt.
            fields["request_id"] = $"page-{Guid.NewGuid():N}";
            await ShowAsync(page, move, fields, error.Status, error.Message, error.Details).ConfigureAwait(false);
            return;
        }

        PageHeaders.Protect(page.Http.Response);
        page.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        page.Http.Response.Headers.Location = $"/experiments/{page.Part("key")}?done={move.Name}";
    }

    private Task MoveAsync(PageContext page, MoveDefinition move, Dictionary<string, string> fields, string etag)
    {
        var key = page.Part("key");
        var transition = new TransitionExperimentRequest { Key = key, RequestId = fields["request_id"], Etag = etag, Reason = fields["reason"] };
        var actor = page.Caller.Actor;
        return move.Name switch
        {
            "submit" => moves.SubmitAsync(actor, transition, page.Cancelled),
            "approve" => moves.ApproveAsync(actor, transition, page.Cancelled),
            "request-changes" => moves.RequestChangesAsync(actor, transition, page.Cancelled),
            "archive" => moves.ArchiveAsync(actor, transition, page.Cancelled),
            "start" => moves.StartAsync(actor, new StartExperimentRequest { Key = key, RequestId = transition.RequestId, Etag = etag, Reason = transition.Reason }, page.Cancelled),
            "ramp" => moves.RampAsync(
                actor,
                new RampExperimentRequest { Key = key, RequestId = transition.RequestId, Etag = etag, Reason = transition.Reason, TrafficBasisPoints = BasisPointsOf(fields["traffic"]) },
                page.Cancelled),
            "conclude" => moves.ConcludeAsync(
                actor,
                new ConcludeExperimentRequest
                {
                    Key = key,
                    RequestId = transition.RequestId,
                    Etag = etag,
                    Reason = transition.Reason,
                    Decision = DecisionOf(fields["decision"]),
                    ShippedVariant = fields["decision"] == "shipped" ? fields["variant"] : "",
                },
                page.Cancelled),
            "kill" => KillAsync(page, transition),
            _ => throw new InvalidOperationException($"The move {move.Name} leads nowhere."),
        };
    }

    private async Task KillAsync(PageContext page, TransitionExperimentRequest wanted)
    {
        var experiment = await FindAsync(page).ConfigureAwait(false);
        var violations = new Violations();
        violations.Required("reason", wanted.Reason, Limits.ReasonLength);
        violations.ThrowIfAny();
        var request = new SetEnabledRequest { Key = experiment.FlagKey, Enabled = false, RequestId = wanted.RequestId, Reason = wanted.Reason };
        await flags.SetEnabled(request, PageCall.Of(page, FlagService.Descriptor.FullName, nameof(FlagService.FlagServiceBase.SetEnabled))).ConfigureAwait(false);
    }

    private async Task ShowAsync(
        PageContext page, MoveDefinition move, IReadOnlyDictionary<string, string> fields, int status, string? problem, IReadOnlyList<string> problems)
    {
        var experiment = await FindAsync(page).ConfigureAwait(false);
        var checklist = move.Name == "start" ? await checklists.GetAsync(experiment.Key, page.Cancelled).ConfigureAwait(false) : null;
        var model = new MoveModel(experiment, move.Name, move.Label, move.Consequence, move.Class, move.NeedsReason, fields, problem, problems, checklist);
        await renderer.WriteAsync<MovePage>(page.Http, status, page.Viewer, model).ConfigureAwait(false);
    }

    private async Task<Experiment> FindAsync(PageContext page)
    {
        var key = page.Part("key");
        var found = Violations.IsKey(key)
            ? await store.ReadAsync((session, token) => session.FindExperimentAsync(key, token), page.Cancelled).ConfigureAwait(false)
            : null;
        return found ?? throw ControlException.NotFound($"experiments/{Violations.Shown(key)}");
    }

    private static Decision DecisionOf(string text) => text switch
    {
        "shipped" => Decision.Shipped,
        "rolled_back" => Decision.RolledBack,
        "inconclusive" => Decision.Inconclusive,
        _ => Decision.Unspecified,
    };

    private static int BasisPointsOf(string percent) =>
        decimal.TryParse(percent, NumberStyles.Number, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 100 ? (int)Math.Round(share * 100) : 0;
}
