using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Sync;

/// <summary>What a watch is told about a step from one snapshot to another.</summary>
internal static class WatchMessages
{
    // All watches take the same step at about the same time: it is compared once. Nobody changes what is handed out.
    private static volatile Step? _newest;

    /// <summary>The message about a step.</summary>
    /// <param name="from">The snapshot that was told before; null for the first message.</param>
    /// <param name="to">The snapshot now served.</param>
    public static WatchResponse Between(LoadedSnapshot? from, LoadedSnapshot to)
    {
        if (_newest is not { } step || !ReferenceEquals(step.From, from) || !ReferenceEquals(step.To, to))
        {
            _newest = step = new Step(from, to, Describe(from, to));
        }

        return step.Message;
    }

    private static WatchResponse Describe(LoadedSnapshot? from, LoadedSnapshot to)
    {
        var message = new WatchResponse { Revision = to.Revision.Value, Epoch = to.Epoch };
        if (from is null || from.Epoch != to.Epoch)
        {
            message.EverythingChanged = true;
        }
        else
        {
            message.ChangedFlags.AddRange(ChangedFlags.Between(from.Body, to.Body).Keys);
        }

        return message;
    }

    private sealed record Step(LoadedSnapshot? From, LoadedSnapshot To, WatchResponse Message);
}
