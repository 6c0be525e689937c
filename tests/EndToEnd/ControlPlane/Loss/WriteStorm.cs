using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane.Loss;

/// <summary>
/// A thousand changes of forty flags from eight writers, who send each with the same request id until they are told that it is done,
/// whatever dies meanwhile. A change that was made twice would raise a version twice.
/// </summary>
internal sealed class WriteStorm(CallInvoker server)
{
    private const int Writes = 1_000;

    private const int Flags = 40;

    private const int Writers = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<int, Flag> _acknowledged = new();
    private readonly Dictionary<int, TaskCompletionSource> _marks = new() { [300] = NewMark(), [650] = NewMark() };
    private volatile CallInvoker _server = server;
    private int _next;
    private int _done;
    private int _refused;

    /// <summary>Where writers go from now on.</summary>
    public void MoveTo(CallInvoker other) => _server = other;

    /// <summary>Makes the flags, and runs the storm; <paramref name="strike"/> is called when 300 and when 650 writes were acknowledged, and the writers go on.</summary>
    public async Task RunAsync(Func<Task> strike)
    {
        for (var i = 0; i < Flags; i++)
        {
            await new FlagService.FlagServiceClient(_server).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(KeyOf(i)) });
        }

        var storm = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)));
        foreach (var mark in _marks.OrderBy(mark => mark.Key))
        {
            await Task.WhenAny(mark.Value.Task, storm);
            await strike();
        }

        await storm;
    }

    /// <summary>Every acknowledged change was made once and is on record once, and the chain of all events verifies.</summary>
    public async Task AssertNothingLostAsync()
    {
        Assert.Equal(Writes, _acknowledged.Count);
        Assert.True(_refused > 0, "Nothing was refused: the strikes came too late.");
        var stored = (await new FlagService.FlagServiceClient(_server).ListFlagsAsync(new ListFlagsRequest { PageSize = 1_000 })).Flags;
        Assert.Equal(Flags, stored.Count);
        foreach (var flag in stored)
        {
            // The first version is that of its making.
            var changes = _acknowledged.Values.Where(answer => answer.Key == flag.Key).ToList();
            Assert.Equal(Enumerable.Range(2, changes.Count).Select(version => (long)version), changes.Select(answer => answer.Version).Order());
            Assert.Equal(changes.MaxBy(answer => answer.Version), flag);
        }

        var experiments = new ExperimentService.ExperimentServiceClient(_server);
        var reasons = new List<string>();
        var page = new ListAuditEventsRequest { PageSize = 1_000, Action = "flag.update" };
        do
        {
            var answer = await experiments.ListAuditEventsAsync(page);
            reasons.AddRange(answer.Events.Select(entry => entry.Reason));
            page.PageToken = answer.NextPageToken;
        }
        while (page.PageToken.Length > 0);

        Assert.Equal(_acknowledged.Keys.Select(ReasonOf).Order(), reasons.Order());
        var chain = await experiments.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.True(chain.Intact, chain.Detail);
    }

    private static TaskCompletionSource NewMark() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string KeyOf(int write) => string.Create(CultureInfo.InvariantCulture, $"storm-{write % Flags}");

    private static string ReasonOf(int write) => string.Create(CultureInfo.InvariantCulture, $"write {write}");

    private async Task WriteAsync()
    {
        for (var i = Interlocked.Increment(ref _next); i <= Writes; i = Interlocked.Increment(ref _next))
        {
            var flag = Samples.Flag(KeyOf(i));
            flag.Description = ReasonOf(i);
            var answer = await SendAsync(new UpdateFlagRequest { Flag = flag, RequestId = $"storm-{i}", Reason = ReasonOf(i) });
            Assert.True(_acknowledged.TryAdd(i, answer));
            if (_marks.TryGetValue(Interlocked.Increment(ref _done), out var mark))
            {
                mark.TrySetResult();
            }
        }
    }

    private async Task<Flag> SendAsync(UpdateFlagRequest request)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await new FlagService.FlagServiceClient(_server).UpdateFlagAsync(request);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && !limit.IsCancellationRequested)
            {
                // The database is away, or the connection broke: a client may send the same again.
                Interlocked.Increment(ref _refused);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }
}
