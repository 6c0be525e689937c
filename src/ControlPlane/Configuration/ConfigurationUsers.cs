using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Configuration;

/// <summary>Who uses a segment or a layer, so that nothing is deleted under them.</summary>
internal static class ConfigurationUsers
{
    /// <summary>Users that a message names; who mends these learns of the others.</summary>
    public const int Shown = 20;

    private static readonly ResourceQuery All = new("", "", int.MaxValue);

    /// <summary>True for an experiment that can still run: what is over keeps its words and needs nothing.</summary>
    public static bool IsOpen(Experiment experiment) => experiment.State is not (ExperimentState.Concluded or ExperimentState.Archived);

    /// <summary>Names of what uses a segment itself.</summary>
    public static async Task<IReadOnlyList<string>> OfSegmentAsync(ReadSession session, string key, CancellationToken cancellationToken)
    {
        var users = (await session.ListFlagsAsync(All, flag => Uses(flag, key), cancellationToken).ConfigureAwait(false)).Select(flag => $"flags/{flag.Key}").ToList();
        users.AddRange((await session.ListSegmentsAsync(All, cancellationToken).ConfigureAwait(false))
            .Where(segment => segment.Key != key && Conditions.SegmentsIn(segment.Condition).Contains(key))
            .Select(segment => $"segments/{segment.Key}"));
        users.AddRange(await ExperimentsAsync(session, experiment => Conditions.SegmentsIn(experiment.Targeting).Contains(key), cancellationToken).ConfigureAwait(false));
        return users;
    }

    /// <summary>Names of the experiments that share a layer.</summary>
    public static Task<IReadOnlyList<string>> OfLayerAsync(ReadSession session, string key, CancellationToken cancellationToken) =>
        ExperimentsAsync(session, experiment => experiment.LayerKey == key, cancellationToken);

    /// <summary>Whether a rule of the flag names the segment.</summary>
    public static bool Uses(Flag flag, string segmentKey) => flag.Rules.Any(rule => Conditions.SegmentsIn(rule.Condition).Contains(segmentKey));

    /// <exception cref="ControlException">InUse, naming the users, when there are any.</exception>
    public static void RequireNone(string resource, IReadOnlyList<string> users)
    {
        if (users.Count > 0)
        {
            throw new ControlException(ControlError.InUse, $"{resource} is still needed by {string.Join(", ", users.Take(Shown))}. Change or archive these first.")
            {
                Facts = { ["needed_by"] = string.Join(",", users.Take(Shown)) },
            };
        }
    }

    private static async Task<IReadOnlyList<string>> ExperimentsAsync(ReadSession session, Func<Experiment, bool> uses, CancellationToken cancellationToken)
    {
        var found = await session
            .ListExperimentsAsync(All, ExperimentState.Unspecified, "", experiment => IsOpen(experiment) && uses(experiment), cancellationToken)
            .ConfigureAwait(false);
        return [.. found.Select(experiment => $"experiments/{experiment.Key}")];
    }
}
