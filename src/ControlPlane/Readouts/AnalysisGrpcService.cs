using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Scorecards;
using AnalysisMode = GrpcExp.Contracts.Control.V1.AnalysisMode;
using BuildProgress = GrpcExp.Contracts.Analysis.V1.BuildProgress;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Builds the warehouse and reads what it found.</summary>
internal sealed class AnalysisGrpcService(WarehouseBuilds builds, WarehouseBuilder builder, ScorecardReader scorecards, VerdictReader verdicts, ControlStore store)
    : AnalysisService.AnalysisServiceBase
{
    public override async Task BuildWarehouse(BuildWarehouseRequest request, IServerStreamWriter<BuildProgress> responseStream, ServerCallContext context)
    {
        var options = new BuildOptions { FullRefresh = request.FullRefresh, Select = [.. request.Select], Exclude = [.. request.Exclude] };
        await foreach (var progress in builds.RunAsync(options, untilStop: true, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(progress, context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<ExperimentAnalysis> Analyze(AnalyzeRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("experiment_key", request.ExperimentKey);
        violations.AddIf(
            request.Mode is not (AnalysisMode.Itt or AnalysisMode.Exposed), "mode", "is missing: say which units count, ITT or EXPOSED");
        violations.ThrowIfAny();
        var analysis = AnalysisMessages.Of(await FindAsync(request.ExperimentKey, context).ConfigureAwait(false));
        violations.AddIf(
            analysis.Mode != request.Mode,
            "mode",
            $"{request.Mode} was not analysed: experiments/{request.ExperimentKey} is planned for {analysis.Mode}, which was fixed before its start");
        violations.ThrowIfAny();
        return analysis;
    }

    public override async Task<Scorecard> GetScorecard(GetScorecardRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("experiment_key", request.ExperimentKey);
        violations.ThrowIfAny();
        var frozen = await store
            .ReadAsync((session, token) => session.FindFrozenScorecardAsync(request.ExperimentKey, token), context.CancellationToken)
            .ConfigureAwait(false);
        return frozen ?? AnalysisMessages.ScorecardOf(await FindAsync(request.ExperimentKey, context).ConfigureAwait(false));
    }

    public override async Task<ListScorecardsResponse> ListScorecards(ListScorecardsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.ThrowIfAny();
        var frozen = (await store.ReadAsync((session, token) => session.ListFrozenScorecardsAsync(token), context.CancellationToken).ConfigureAwait(false))
            .ToDictionary(scorecard => scorecard.ExperimentKey, StringComparer.Ordinal);
        var keys = (await verdicts.ListKeysAsync(context.CancellationToken).ConfigureAwait(false))
            .Union(frozen.Keys, StringComparer.Ordinal)
            .Where(key => string.CompareOrdinal(key, page.After) > 0)
            .Order(StringComparer.Ordinal)
            .Take(page.Size + 1)
            .ToList();
        var (shown, next) = page.Cut(keys, key => key);
        var stored = (await verdicts.ListAsync([.. shown.Where(key => !frozen.ContainsKey(key))], context.CancellationToken).ConfigureAwait(false))
            .ToDictionary(one => one.ExperimentKey, AnalysisMessages.ScorecardOf, StringComparer.Ordinal);

        // A build that ends between the two reads may have dropped one.
        return new ListScorecardsResponse
        {
            Scorecards = { shown.Select(key => frozen.GetValueOrDefault(key) ?? stored.GetValueOrDefault(key)).OfType<Scorecard>() },
            NextPageToken = next,
        };
    }

    public override Task<PlanExperimentResponse> PlanExperiment(PlanExperimentRequest request, ServerCallContext context) =>
        Task.FromResult(ExperimentPlanner.Plan(request));

    public override async Task<ExplainSqlResponse> ExplainSql(ExplainSqlRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("model", request.Model);
        violations.ThrowIfAny();
        try
        {
            var explanation = await builder.ExplainAsync(request.Model, context.CancellationToken).ConfigureAwait(false);
            return Of(explanation);
        }
        catch (WarehouseException exception) when (exception.InnerException is null)
        {
            throw new ControlException(ControlError.NotFound, exception.Message);
        }
    }

    private static ExplainSqlResponse Of(ModelExplanation explanation)
    {
        var response = new ExplainSqlResponse
        {
            Sql = explanation.Sql,
            DependsOn = { explanation.DependsOn },
            Description = explanation.Description,
            Grain = explanation.Grain,
            Materialization = explanation.Materialization,
        };
        if (explanation.BuildId is { } build)
        {
            response.BuildId = build;
        }

        if (explanation.Rows is { } rows)
        {
            response.Rows = rows;
        }

        if (explanation.Elapsed is { } elapsed)
        {
            response.ElapsedMillis = (long)elapsed.TotalMilliseconds;
        }

        return response;
    }

    private async Task<StoredScorecard> FindAsync(string experimentKey, ServerCallContext context) =>
        await scorecards.GetAsync(experimentKey, context.CancellationToken).ConfigureAwait(false)
        ?? throw new ControlException(
            ControlError.NotFound, $"The last build has no analysis of experiments/{experimentKey}: it needs units, and a build after they came in.");
}
