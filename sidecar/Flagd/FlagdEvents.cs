using Google.Protobuf.WellKnownTypes;
using GrpcExp.Sync;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>
/// The events that providers wait for: ready as soon as flags can be answered, then every change with the flags that it
/// touches, and a sign of life when nothing happens.
/// </summary>
internal sealed class FlagdEvents(SnapshotState state, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    private volatile Step? _newest;

    /// <summary>Sends events until the caller leaves or the sidecar stops.</summary>
    /// <param name="send">Sends one event.</param>
    /// <param name="cancellationToken">Cancelled when the caller leaves.</param>
    public async Task RunAsync(Func<string, Struct, Task> send, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var known = await state.WaitForOtherThanAsync(null, ending.Token).ConfigureAwait(false);
            await send("provider_ready", new Struct()).ConfigureAwait(false);
            while (true)
            {
                var next = await NextAsync(known, ending.Token).ConfigureAwait(false);
                if (next is null)
                {
                    await send("keep_alive", new Struct()).ConfigureAwait(false);
                }
                else if (Between(known, next) is { } changes)
                {
                    await send("configuration_change", changes).ConfigureAwait(false);
                }

                known = next ?? known;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await send("provider_shutdown", new Struct()).ConfigureAwait(false);
        }
    }

    // Null when nothing happened for as long as a stream may be silent.
    private async Task<LoadedSnapshot?> NextAsync(LoadedSnapshot known, CancellationToken ending)
    {
        using var silence = new CancellationTokenSource(KeepAlive, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, ending);
        try
        {
            return await state.WaitForOtherThanAsync(known, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return null;
        }
    }

    // All streams take the same step at about the same time: it is compared once. Nobody changes what is handed out.
    private Struct? Between(LoadedSnapshot from, LoadedSnapshot to)
    {
        if (_newest is not { } step || !ReferenceEquals(step.From, from) || !ReferenceEquals(step.To, to))
        {
            var changes = ChangedFlags.Between(from.Body, to.Body);
            _newest = step = new Step(from, to, changes.Count > 0 ? Describe(changes) : null);
        }

        return step.Data;
    }

    private static Struct Describe(IReadOnlyDictionary<string, FlagChange> changes)
    {
        var flags = new Struct();
        foreach (var (key, change) in changes)
        {
            flags.Fields[key] = Value.ForStruct(new Struct { Fields = { ["type"] = Value.ForString(NameOf(change)) } });
        }

        return new Struct { Fields = { ["flags"] = Value.ForStruct(flags) } };
    }

    private static string NameOf(FlagChange change) => change switch
    {
        FlagChange.Added => "write",
        FlagChange.Changed => "update",
        _ => "delete",
    };

    private sealed record Step(LoadedSnapshot From, LoadedSnapshot To, Struct? Data);
}
