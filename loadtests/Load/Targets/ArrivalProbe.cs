using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Targets;

/// <summary>
/// Asks a sidecar over its raw socket, from a thread of its own, for the flags whose change is awaited, until the answers
/// come from the new version. Pauses a fifth of a millisecond between questions: that much it may see a change late.
/// </summary>
internal sealed class ArrivalProbe : IDisposable
{
    private const long PauseNanoseconds = 200_000;

    /// <summary>A change that takes longer counts as lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Flag, long Version), (TaskCompletionSource<long> Arrived, long Since)> _awaited = new();
    private readonly RawLink _link;
    private readonly Thread _thread;
    private volatile bool _isOver;

    public ArrivalProbe(string rawSocket)
    {
        _link = new RawLink(rawSocket);
        _thread = new Thread(Watch) { IsBackground = true, Name = "arrivals" };
        _thread.Start();
    }

    /// <summary>Ends when the sidecar answers a flag by at least that version.</summary>
    /// <returns>When that was, as a timestamp of the stopwatch.</returns>
    /// <exception cref="TimeoutException">It did not within five seconds.</exception>
    public Task<long> UntilAsync(string flag, long version)
    {
        var arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _awaited.TryAdd((flag, version), (arrived, Stopwatch.GetTimestamp()))
            ? arrived.Task
            : throw new InvalidOperationException($"Version {version} of '{flag}' is awaited already.");
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _link.Dispose();
    }

    private void Watch()
    {
        try
        {
            while (!_isOver)
            {
                var awaited = _awaited.Keys.ToArray();
                if (awaited.Length > 0)
                {
                    Look(awaited);
                }

                ShortSleep.For(PauseNanoseconds);
            }
        }
        catch (Exception failure)
        {
            foreach (var (arrived, _) in _awaited.Values)
            {
                arrived.TrySetException(failure);
            }
        }
    }

    private void Look((string Flag, long Version)[] awaited)
    {
        using var frame = new MemoryStream();
        var request = new LookupRequest();
        request.Evaluations.AddRange(awaited.Select(a => new EvaluateRequest { FlagKey = a.Flag, Context = new EvaluationContext { UnitId = "probe" } }));
        request.WriteDelimitedTo(frame);
        var answers = LookupResponse.Parser.ParseFrom(_link.Ask(frame.ToArray())).Evaluations;
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < awaited.Length; i++)
        {
            var (arrived, since) = _awaited[awaited[i]];
            if (answers[i].FlagVersion >= awaited[i].Version)
            {
                _awaited.TryRemove(awaited[i], out _);
                arrived.TrySetResult(now);
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                _awaited.TryRemove(awaited[i], out _);
                arrived.TrySetException(new TimeoutException($"The sidecar did not answer by version {awaited[i].Version} of '{awaited[i].Flag}' within {Patience.TotalSeconds:0} s; it is at {answers[i].FlagVersion}."));
            }
        }
    }
}
