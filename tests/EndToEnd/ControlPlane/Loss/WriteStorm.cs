using System.Collections.Concurrent;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane.Loss;

/// <summary>
/// A thousand new flags from eight writers, who send each with the same request id until they are told that it is there,
/// whatever dies meanwhile.
/// </summary>
internal sealed class WriteStorm(CallInvoker server)
{
    public const int Writes = 1_000;

    private const int Writers = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, string> _acknowledged = new(StringComparer.Ordinal);
    private readonly Dictionary<int, TaskCompletionSource> _marks = new() { [300] = NewMark(), [650] = NewMark() };
    private volatile CallInvoker _server = server;
    private int _next;
    private int _done;
    private int _refused;

    /// <summary>Sends that were not answered with the flag.</summary>
    public int Refused => _refused;

    /// <summary>Where writers go from now on.</summary>
    public void MoveTo(CallInvoker other) => _server = other;

    /// <summary>Runs the storm; <paramref name="strike"/> is called when 300 and when 650 writes were acknowledged, and the writers go on.</summary>
    public async Task RunAsync(Func<Task> strike)
    {
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)).ToList();
        var storm = Task.WhenAll(writers);
        foreach (var mark in _marks.OrderBy(mark => mark.Key))
        {
            await Task.WhenAny(mark.Value.Task, storm);
            await strike();
        }

        await storm;
    }

    /// <summary>Every acknowledged change is there once, as it was acknowledged, with one audit event, and the chain of all events verifies.</summary>
    public async Task AssertNothingLostAsync()
    {
        Assert.Equal(Writes, _acknowledged.Count);
        Assert.True(Refused > 0, "Nothing was refused: the strikes came too late.");
        var stored = new Dictionary<string, Flag>(StringComparer.Ordinal);
        var flags = new ListFlagsRequest { PageSize = 1_000 };
        do
        {
            var page = await new FlagService.FlagServiceClient(_server).ListFlagsAsync(flags);
            foreach (var flag in page.Flags)
            {
                Assert.True(stored.TryAdd(flag.Key, flag), flag.Key);
            }

            flags.PageToken = page.NextPageToken;
        }
        while (flags.PageToken.Length > 0);

        Assert.Equal(
            _acknowledged.OrderBy(write => write.Key, StringComparer.Ordinal).Select(write => (write.Key, Etag: write.Value)),
            stored.Values.OrderBy(flag => flag.Key, StringComparer.Ordinal).Select(flag => (flag.Key, flag.Etag)));
        Assert.All(stored.Values, flag => Assert.Equal(1, flag.Version));

        var experiments = new ExperimentService.ExperimentServiceClient(_server);
        var resources = new List<string>();
        var events = new ListAuditEventsRequest { PageSize = 1_000, Action = "flag.create" };
        do
        {
            var page = await experiments.ListAuditEventsAsync(events);
            resources.AddRange(page.Events.Select(entry => entry.Resource));
            events.PageToken = page.NextPageToken;
        }
        while (events.PageToken.Length > 0);

        Assert.Equal(_acknowledged.Keys.Select(key => $"flags/{key}").Order(), resources.Order());
        var chain = await experiments.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.True(chain.Intact, chain.Detail);
    }

    private static TaskCompletionSource NewMark() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WriteAsync()
    {
        for (var i = Interlocked.Increment(ref _next); i <= Writes; i = Interlocked.Increment(ref _next))
        {
            var request = new CreateFlagRequest { Flag = Samples.Flag($"storm-{i:0000}"), RequestId = $"storm-{i}" };
            var stored = await SendAsync(request);
            Assert.True(_acknowledged.TryAdd(stored.Key, stored.Etag), stored.Key);
            if (_marks.TryGetValue(Interlocked.Increment(ref _done), out var mark))
            {
                mark.TrySetResult();
            }
        }
    }

    private async Task<Flag> SendAsync(CreateFlagRequest request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                return await new FlagService.FlagServiceClient(_server).CreateFlagAsync(request);
            }
            catch (RpcException exception) when (!limit.IsCancellationRequested && IsTransient(exception))
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>What a client may send again: the database is away, or the connection broke.</summary>
    private static bool IsTransient(RpcException exception) => exception.StatusCode == StatusCode.Unavailable;
}
