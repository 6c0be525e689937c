using Microsoft.Extensions.Logging;

namespace GrpcExp.Client.Changes;

/// <summary>
/// Tells the handlers of changes, one after the other and never on the thread that found the change. What happens while
/// handlers run is told as one change afterwards, so that slow handlers cost no memory.
/// </summary>
internal sealed class ChangeNotifier(object sender, ILogger logger)
{
    private readonly Lock _gate = new();
    private EventHandler<FlagsChangedEventArgs>? _handlers;
    private FlagsChangedEventArgs? _pending;
    private bool _isRunning;

    /// <summary>Adds a handler; true when it is the first.</summary>
    public bool Add(EventHandler<FlagsChangedEventArgs>? handler)
    {
        lock (_gate)
        {
            var isFirst = _handlers is null && handler is not null;
            _handlers += handler;
            return isFirst;
        }
    }

    /// <summary>Removes a handler; true when it was the last.</summary>
    public bool Remove(EventHandler<FlagsChangedEventArgs>? handler)
    {
        lock (_gate)
        {
            var hadAny = _handlers is not null;
            _handlers -= handler;
            return hadAny && _handlers is null;
        }
    }

    /// <summary>Tells of a change; returns at once.</summary>
    public void Publish(string epoch, long revision, IReadOnlyCollection<string>? flagKeys)
    {
        lock (_gate)
        {
            if (_handlers is null)
            {
                return;
            }

            _pending = new FlagsChangedEventArgs { Epoch = epoch, Revision = revision, FlagKeys = Merge(_pending, flagKeys) };
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static notifier => notifier.Run(), this, preferLocal: false);
    }

    private static IReadOnlyCollection<string>? Merge(FlagsChangedEventArgs? pending, IReadOnlyCollection<string>? flagKeys)
    {
        if (flagKeys is null || pending is { FlagKeys: null } || flagKeys.Count + (pending?.FlagKeys?.Count ?? 0) > ClientLimits.ChangedFlags)
        {
            return null;
        }

        return new SortedSet<string>([.. flagKeys, .. pending?.FlagKeys ?? []], StringComparer.Ordinal);
    }

    private void Run()
    {
        while (true)
        {
            FlagsChangedEventArgs change;
            EventHandler<FlagsChangedEventArgs>? handlers;
            lock (_gate)
            {
                if (_pending is null)
                {
                    _isRunning = false;
                    return;
                }

                (change, handlers) = (_pending, _handlers);
                _pending = null;
            }

            foreach (var handler in Delegate.EnumerateInvocationList(handlers))
            {
                try
                {
                    handler(sender, change);
                }
#pragma warning disable CA1031 // A handler's failure must reach neither the other handlers nor the client.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    Log.HandlerFailed(logger, failure);
                }
            }
        }
    }
}
