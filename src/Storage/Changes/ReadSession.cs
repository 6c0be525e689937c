using Google.Protobuf;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

/// <summary>Reads one committed state of an environment; what one session reads fits together.</summary>
public partial class ReadSession
{
    /// <summary>Resources that a search reads at a time beyond the first page.</summary>
    private const int SearchedTogether = 1_000;

    private protected ReadSession(ControlDbContext context, EnvironmentRow head)
    {
        Context = context;
        Head = head;
    }

    /// <summary>Name of the environment.</summary>
    public string Environment => Head.Name;

    /// <summary>Epoch that is being read.</summary>
    public string Epoch => Head.Epoch;

    /// <summary>Revision that is being read.</summary>
    public long Revision => Head.Revision;

    private protected ControlDbContext Context { get; }

    private protected EnvironmentRow Head { get; }

    internal static ReadSession Over(ControlDbContext context, EnvironmentRow head) => new(context, head);

    /// <summary>One flag; null when there is none.</summary>
    public Task<Flag?> FindFlagAsync(string key, CancellationToken cancellationToken) =>
        FindAsync(Context.Flags, key, Flag.Parser, cancellationToken);

    /// <summary>A page of flags.</summary>
    public Task<IReadOnlyList<Flag>> ListFlagsAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        ListFlagsAsync(query, _ => true, cancellationToken);

    /// <summary>A page of the flags that match; costs a pass over those that do not.</summary>
    public Task<IReadOnlyList<Flag>> ListFlagsAsync(ResourceQuery query, Func<Flag, bool> matches, CancellationToken cancellationToken) =>
        ListAsync(Context.Flags, query, Flag.Parser, matches, cancellationToken);

    /// <summary>Keys of the flags that name a flag as their prerequisite.</summary>
    public async Task<IReadOnlyList<string>> FlagsNeedingAsync(string flagKey, CancellationToken cancellationToken) =>
        await Context.FlagPrerequisites
            .Where(row => row.Environment == Environment && row.RequiredKey == flagKey)
            .OrderBy(row => row.FlagKey)
            .Select(row => row.FlagKey)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);

    /// <summary>One segment; null when there is none.</summary>
    public Task<Segment?> FindSegmentAsync(string key, CancellationToken cancellationToken) =>
        FindAsync(Context.Segments, key, Segment.Parser, cancellationToken);

    /// <summary>A page of segments.</summary>
    public Task<IReadOnlyList<Segment>> ListSegmentsAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        ListAsync(Context.Segments, query, Segment.Parser, _ => true, cancellationToken);

    /// <summary>One layer; null when there is none.</summary>
    public Task<Layer?> FindLayerAsync(string key, CancellationToken cancellationToken) =>
        FindAsync(Context.Layers, key, Layer.Parser, cancellationToken);

    /// <summary>A page of layers.</summary>
    public Task<IReadOnlyList<Layer>> ListLayersAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        ListAsync(Context.Layers, query, Layer.Parser, _ => true, cancellationToken);

    /// <summary>The environment's holdout; without ranges and etag before the first.</summary>
    public Holdout ReadHoldout()
    {
        var holdout = Holdout.Parser.ParseFrom(Head.Holdout);
        holdout.Etag = Head.HoldoutEtag;
        return holdout;
    }

    /// <summary>One experiment; null when there is none.</summary>
    public Task<Experiment?> FindExperimentAsync(string key, CancellationToken cancellationToken) =>
        FindAsync(Context.Experiments, key, Experiment.Parser, cancellationToken);

    /// <summary>A page of experiments in one state, or in any.</summary>
    public Task<IReadOnlyList<Experiment>> ListExperimentsAsync(ResourceQuery query, ExperimentState state, CancellationToken cancellationToken) =>
        ListExperimentsAsync(query, state, "", _ => true, cancellationToken);

    /// <summary>A page of the experiments that match, in one state or any, on one flag or any; costs a pass over those that do not match.</summary>
    public Task<IReadOnlyList<Experiment>> ListExperimentsAsync(
        ResourceQuery query, ExperimentState state, string flagKey, Func<Experiment, bool> matches, CancellationToken cancellationToken)
    {
        var rows = state == ExperimentState.Unspecified ? Context.Experiments : Context.Experiments.Where(row => row.State == (int)state);
        return ListAsync(
            flagKey.Length == 0 ? rows : rows.Where(row => row.FlagKey == flagKey), query, Experiment.Parser, matches, cancellationToken);
    }

    /// <summary>Experiments on a flag, in whatever state, by key.</summary>
    public Task<IReadOnlyList<Experiment>> ListExperimentsOnFlagAsync(string flagKey, CancellationToken cancellationToken) =>
        ListExperimentsAsync(new ResourceQuery("", "", int.MaxValue), ExperimentState.Unspecified, flagKey, _ => true, cancellationToken);

    /// <summary>One version of a metric, or with version 0 the newest; null when there is none.</summary>
    public Task<Metric?> FindMetricAsync(string key, int version, CancellationToken cancellationToken)
    {
        var rows = version == 0 ? Context.Metrics.Where(row => row.Newest) : Context.Metrics.Where(row => row.Version == version);
        return FindAsync(rows, key, Metric.Parser, cancellationToken);
    }

    /// <summary>A page of the newest versions of metrics.</summary>
    public Task<IReadOnlyList<Metric>> ListMetricsAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        ListMetricsAsync(query, _ => true, cancellationToken);

    /// <summary>A page of the newest versions of the metrics that match; costs a pass over those that do not.</summary>
    public Task<IReadOnlyList<Metric>> ListMetricsAsync(ResourceQuery query, Func<Metric, bool> matches, CancellationToken cancellationToken) =>
        ListAsync(Context.Metrics.Where(row => row.Newest), query, Metric.Parser, matches, cancellationToken);

    /// <summary>Versions of one metric, the newest first.</summary>
    /// <param name="key">Key of the metric.</param>
    /// <param name="before">Only earlier versions; 0 for all.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<Metric>> ListMetricVersionsAsync(string key, int before, int take, CancellationToken cancellationToken)
    {
        var bodies = await Context.Metrics
            .Where(row => row.Environment == Environment && row.Key == key && (before == 0 || row.Version < before))
            .OrderByDescending(row => row.Version)
            .Take(take)
            .Select(row => row.Body)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return bodies.ConvertAll(Metric.Parser.ParseFrom);
    }

    /// <summary>Every version of every metric, by key and version.</summary>
    public async Task<IReadOnlyList<Metric>> ListMetricVersionsAsync(CancellationToken cancellationToken)
    {
        var bodies = await Context.Metrics
            .Where(row => row.Environment == Environment)
            .OrderBy(row => row.Key)
            .ThenBy(row => row.Version)
            .Select(row => row.Body)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return bodies.ConvertAll(Metric.Parser.ParseFrom);
    }

    /// <summary>The scorecard that an experiment was concluded with; null when it was not, or without one.</summary>
    public async Task<Scorecard?> FindFrozenScorecardAsync(string experimentKey, CancellationToken cancellationToken)
    {
        var body = await Context.FrozenScorecards
            .Where(row => row.Environment == Environment && row.ExperimentKey == experimentKey)
            .Select(row => row.Body)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return body is null ? null : Scorecard.Parser.ParseFrom(body);
    }

    /// <summary>All scorecards that experiments were concluded with, by experiment.</summary>
    public async Task<IReadOnlyList<Scorecard>> ListFrozenScorecardsAsync(CancellationToken cancellationToken)
    {
        var bodies = await Context.FrozenScorecards
            .Where(row => row.Environment == Environment)
            .OrderBy(row => row.ExperimentKey)
            .Select(row => row.Body)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return bodies.ConvertAll(Scorecard.Parser.ParseFrom);
    }

    /// <summary>The token with this SHA-256 (lower-case hex) of its secret; null when there is none.</summary>
    public Task<StoredToken?> FindTokenByHashAsync(string hash, CancellationToken cancellationToken) =>
        FindTokenAsync(Context.Tokens.Where(row => row.Hash == hash), cancellationToken);

    /// <summary>The token with this id; null when there is none.</summary>
    public Task<StoredToken?> FindTokenAsync(string tokenId, CancellationToken cancellationToken) =>
        FindTokenAsync(Context.Tokens.Where(row => row.TokenId == tokenId), cancellationToken);

    /// <summary>True when there is any token that was not revoked.</summary>
    public Task<bool> HasTokensAsync(CancellationToken cancellationToken) =>
        Context.Tokens.AnyAsync(row => row.RevokedAt == null, cancellationToken);

    private static async Task<StoredToken?> FindTokenAsync(IQueryable<TokenRow> rows, CancellationToken cancellationToken)
    {
        var row = await rows.AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return row is null ? null : Of(row);
    }

    private async Task<TMessage?> FindAsync<TRow, TMessage>(
        IQueryable<TRow> rows,
        string key,
        MessageParser<TMessage> parser,
        CancellationToken cancellationToken)
        where TRow : ResourceRow
        where TMessage : class, IMessage<TMessage>
    {
        // PostgreSQL cannot even be asked for such a text.
        if (key.Contains('\0'))
        {
            return null;
        }

        var body = await rows
            .Where(row => row.Environment == Environment && row.Key == key)
            .Select(row => row.Body)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return body is null ? null : parser.ParseFrom(body);
    }

    private async Task<IReadOnlyList<TMessage>> ListAsync<TRow, TMessage>(
        IQueryable<TRow> rows,
        ResourceQuery query,
        MessageParser<TMessage> parser,
        Func<TMessage, bool> matches,
        CancellationToken cancellationToken)
        where TRow : ResourceRow
        where TMessage : IMessage<TMessage>
    {
        rows = rows.Where(row => row.Environment == Environment);
        if (query.Contains.Length > 0)
        {
            rows = rows.Where(row => row.Key.Contains(query.Contains));
        }

        var found = new List<TMessage>();
        var (after, take) = (query.AfterKey, query.Take);
        while (true)
        {
            var batch = await rows
                .Where(row => string.Compare(row.Key, after) > 0)
                .OrderBy(row => row.Key)
                .Take(take)
                .Select(row => new { row.Key, row.Body })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            found.AddRange(batch.Select(row => parser.ParseFrom(row.Body)).Where(matches).Take(query.Take - found.Count));
            if (found.Count == query.Take || batch.Count < take)
            {
                return found;
            }

            // Where few match, a page's worth at a time would be many questions.
            (after, take) = (batch[^1].Key, Math.Max(query.Take, SearchedTogether));
        }
    }
}
