using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Schema;
using GrpcExp.Storage.Snapshots;

namespace GrpcExp.Storage.Changes;

/// <summary>
/// One write under the lock on the environment's row. It reads what was committed before, and stages what commits
/// together with the audit event and, when configuration changed, the next revision.
/// A Put fills in the output-only fields (etag, version, times) and returns the resource as it will be stored.
/// </summary>
public sealed partial class WriteSession : ReadSession
{
    internal WriteSession(ControlDbContext context, EnvironmentRow head, DateTime now)
        : base(context, head)
    {
        Now = now;
        // Every change has an audit event of its own, so its sequence number tells all versions of all resources apart.
        NextEtag = $"{head.Epoch[..8]}-{head.AuditSequence + 1}";
    }

    /// <summary>The time of the write, UTC, in whole microseconds.</summary>
    public DateTime Now { get; }

    /// <summary>The revision that the environment has after the write, if it changes configuration.</summary>
    public long NextRevision => Head.Revision + 1;

    internal string NextEtag { get; }

    internal SnapshotDelta Delta { get; } = new();

    /// <summary>True when the write must make a new revision.</summary>
    internal bool ChangesConfiguration { get; private set; }

    /// <summary>True when anything was staged.</summary>
    internal bool Staged { get; private set; }

    /// <summary>Refuses a lost update. An empty etag means "whatever the version".</summary>
    /// <exception cref="StorageException">StaleEtag.</exception>
    public static void RequireEtag(string given, string current, string resource)
    {
        if (given.Length > 0 && given != current)
        {
            throw new StorageException(
                StorageError.StaleEtag,
                $"{resource} was changed since it was read: the etag '{Shown(given)}' is not the current one. Read it again and repeat the change.");
        }
    }

    /// <summary>Stages a flag; <paramref name="before"/> is null for a new one.</summary>
    public Flag Put(Flag flag, Flag? before)
    {
        var stored = flag.Clone();
        stored.Etag = NextEtag;
        stored.Version = (before?.Version ?? 0) + 1;
        stored.HashVersion = before?.HashVersion ?? 1;
        stored.CreateTime = before?.CreateTime ?? Timestamp.FromDateTime(Now);
        stored.UpdateTime = Timestamp.FromDateTime(Now);
        Stage(new FlagRow { Environment = Environment, Key = stored.Key, Etag = stored.Etag, Body = stored.ToByteArray() }, before is null);
        StagePrerequisites(stored, before);
        Configured().PutFlags.Add(stored);
        return stored;
    }

    /// <summary>Stages the end of a flag.</summary>
    public void Delete(Flag flag)
    {
        Context.Remove(new FlagRow { Environment = Environment, Key = flag.Key, Etag = flag.Etag, Body = [] });
        StagePrerequisites(null, flag);
        Configured().DeletedFlags.Add(flag.Key);
    }

    /// <summary>
    /// Stages an experiment; <paramref name="before"/> is null for a new one. It changes configuration when it runs
    /// now or ran before.
    /// </summary>
    public Experiment Put(Experiment experiment, Experiment? before)
    {
        var stored = experiment.Clone();
        stored.Etag = NextEtag;
        stored.Version = (before?.Version ?? 0) + 1;
        stored.CreateTime = before?.CreateTime ?? Timestamp.FromDateTime(Now);
        stored.UpdateTime = Timestamp.FromDateTime(Now);
        var row = new ExperimentRow
        {
            Environment = Environment,
            Key = stored.Key,
            FlagKey = stored.FlagKey,
            State = (int)stored.State,
            Etag = stored.Etag,
            Body = stored.ToByteArray(),
        };
        Stage(row, before is null);
        if (stored.State == ExperimentState.Running)
        {
            Configured().PutExperiments.Add(RunningExperiments.Of(stored));
        }
        else if (before?.State == ExperimentState.Running)
        {
            Configured().StoppedExperiments.Add(stored.Key);
        }

        return stored;
    }

    /// <summary>Stages a new version of a metric; <paramref name="before"/>, the newest so far, is null for a new metric.</summary>
    public Metric PutVersion(Metric metric, Metric? before)
    {
        var stored = metric.Clone();
        stored.Etag = NextEtag;
        stored.Version = (before?.Version ?? 0) + 1;
        stored.CreateTime = Timestamp.FromDateTime(Now);
        Stage(RowOf(stored, newest: true), added: true);
        if (before is not null)
        {
            Stage(RowOf(before, newest: false), added: false);
        }

        return stored;
    }

    /// <summary>Stages another state of the newest version of a metric: its definition must be the same.</summary>
    public Metric PutState(Metric metric)
    {
        var stored = metric.Clone();
        stored.Etag = NextEtag;
        Stage(RowOf(stored, newest: true), added: false);
        return stored;
    }

    /// <summary>Stages the scorecard that an experiment is concluded with; there is one for ever.</summary>
    public void Put(string experimentKey, Scorecard scorecard) => Stage(
        new FrozenScorecardRow { Environment = Environment, ExperimentKey = experimentKey, FrozenAt = Now, Body = scorecard.ToByteArray() },
        added: true);

    /// <summary>Stages a token; <paramref name="added"/> is false for one that exists.</summary>
    public void Put(StoredToken token, bool added) => Stage(
        new TokenRow
        {
            TokenId = token.TokenId,
            Hash = token.Hash,
            Owner = token.Owner,
            Roles = string.Join(',', token.Roles.Select(role => ((int)role).ToString(CultureInfo.InvariantCulture))),
            CreatedAt = token.CreatedAt,
            ExpiresAt = token.ExpiresAt,
            RevokedAt = token.RevokedAt,
        },
        added);

    /// <summary>Begins another line of revisions, after the database was restored from a backup.</summary>
    internal void BeginEpoch(string epoch)
    {
        Head.Epoch = epoch;
        Configured();
    }

    /// <summary>Makes a revision although no resource changes: the first of an environment.</summary>
    internal SnapshotDelta Configured()
    {
        Staged = true;
        ChangesConfiguration = true;
        return Delta;
    }

    private static string Shown(string etag) => etag.Length <= 60 ? etag : etag[..60] + "…";

    private MetricRow RowOf(Metric metric, bool newest) => new()
    {
        Environment = Environment,
        Key = metric.Key,
        Version = metric.Version,
        Newest = newest,
        Etag = metric.Etag,
        Body = metric.ToByteArray(),
    };

    private void StagePrerequisites(Flag? flag, Flag? before)
    {
        var wanted = flag?.Prerequisites.Select(prerequisite => prerequisite.FlagKey).ToHashSet() ?? [];
        var present = before?.Prerequisites.Select(prerequisite => prerequisite.FlagKey).ToHashSet() ?? [];
        var key = (flag ?? before)!.Key;
        Context.AddRange(wanted.Except(present).Select(Row));
        Context.RemoveRange(present.Except(wanted).Select(Row));

        FlagPrerequisiteRow Row(string required) => new() { Environment = Environment, FlagKey = key, RequiredKey = required };
    }

    private void Stage<TRow>(TRow row, bool added)
        where TRow : class
    {
        Staged = true;
        if (added)
        {
            Context.Add(row);
        }
        else
        {
            Context.Update(row);
        }
    }
}
