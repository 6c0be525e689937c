using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sidecar;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sidecar;

public sealed class RawConnectionTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"gx-{Guid.NewGuid():N}.sock");
    private readonly SnapshotState _state = new(TimeProvider.System);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    public RawConnectionTests()
    {
        _state.Offer(Sync.Snapshots.Sealed(3));
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _client.Connect(new UnixDomainSocketEndPoint(_path));
        var responder = new RawResponder(new SnapshotEvaluator(_state, TimeProvider.System, new EvaluationCounters()));
        _serving = new RawConnection(_listener.Accept(), responder).RunAsync(_stopping.Token, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _client.Dispose();
        _listener.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task A_thousand_pipelined_requests_are_answered_in_order()
    {
        var requests = new MemoryStream();
        for (ulong id = 1; id <= 1_000; id++)
        {
            Lookup(id, "flag", "nope").WriteDelimitedTo(requests);
        }

        await using var stream = new NetworkStream(_client);
        var sending = stream.WriteAsync(requests.ToArray(), TestContext.Current.CancellationToken).AsTask();
        for (ulong id = 1; id <= 1_000; id++)
        {
            var response = LookupResponse.Parser.ParseDelimitedFrom(stream);
            Assert.Equal((id, 2), (response.RequestId, response.Evaluations.Count));
            Assert.Equal(("on", ErrorCode.FlagNotFound, 3), (response.Evaluations[0].Variant, response.Evaluations[1].ErrorCode, response.Evaluations[0].Revision));
        }

        await sending;
        _client.Shutdown(SocketShutdown.Send);
        await _serving;
    }

    [Fact]
    public async Task Every_answer_tells_the_revision_and_all_flags_can_be_asked_for()
    {
        await using var stream = new NetworkStream(_client);
        var tooMany = new LookupRequest { RequestId = 2, Evaluations = { Enumerable.Repeat(new EvaluateRequest(), EvaluationLimit.Batch + 1) } };
        var all = new LookupRequest { RequestId = 3, AllFlags = new EvaluationContext { UnitId = "u" } };
        foreach (var request in new[] { new LookupRequest { RequestId = 1 }, tooMany, all })
        {
            request.WriteDelimitedTo(stream);
            var response = LookupResponse.Parser.ParseDelimitedFrom(stream);
            Assert.Equal((request.RequestId, 3, "e1"), (response.RequestId, response.Revision, response.Epoch));
            Assert.Equal(request == all ? "flag" : "", string.Join(' ', response.Evaluations.Select(one => one.FlagKey)));
        }
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task A_frame_over_the_limit_closes_the_connection()
    {
        await using var stream = new NetworkStream(_client);
        new CodedOutputStreamFrame(RawLimits.RequestBytes + 1).WriteTo(stream);
        Assert.Equal(-1, stream.ReadByte());
        await _serving;
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task What_is_no_request_gets_a_reason_and_closes_the_connection()
    {
        await using var stream = new NetworkStream(_client);
        stream.Write([3, 0xFF, 0xFF, 0xFF]);
        Assert.Contains("no LookupRequest", LookupResponse.Parser.ParseDelimitedFrom(stream).ErrorDetail);
        Assert.Equal(-1, stream.ReadByte());
        await _serving;
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task A_request_over_a_thousand_evaluations_is_refused_and_the_connection_goes_on()
    {
        await using var stream = new NetworkStream(_client);
        Lookup(1, [.. Enumerable.Repeat("flag", 1_001)]).WriteDelimitedTo(stream);
        Assert.Contains("limit of 1000", LookupResponse.Parser.ParseDelimitedFrom(stream).ErrorDetail);
        Lookup(2, [.. Enumerable.Repeat("flag", 1_000)]).WriteDelimitedTo(stream);
        Assert.Equal(1_000, LookupResponse.Parser.ParseDelimitedFrom(stream).Evaluations.Count);
    }

    [Fact]
    public async Task What_has_arrived_is_answered_before_stopping_closes_the_connection()
    {
        await using var stream = new NetworkStream(_client);
        var requests = new MemoryStream();
        for (ulong id = 1; id <= 5_000; id++)
        {
            Lookup(id, "flag").WriteDelimitedTo(requests);
        }

        // Half a request at the end: it never arrived whole, and nobody waits for the rest.
        requests.Write([100, 1, 2, 3]);
        var sending = stream.WriteAsync(requests.ToArray(), TestContext.Current.CancellationToken).AsTask();
        for (ulong id = 1; id <= 5_000; id++)
        {
            Assert.Equal(id, LookupResponse.Parser.ParseDelimitedFrom(stream).RequestId);
            if (id == 4_000)
            {
                // By now the kernel has all of it: it holds less than the last thousand requests need.
                await sending;
                await _stopping.CancelAsync();
            }
        }

        Assert.Equal(-1, stream.ReadByte());
        await _serving;
    }

    [Fact]
    public async Task An_idle_connection_is_closed_when_stopping()
    {
        await using var stream = new NetworkStream(_client);
        await _stopping.CancelAsync();
        Assert.Equal(-1, stream.ReadByte());
        await _serving;
    }

    private static LookupRequest Lookup(ulong id, params string[] flags) => new()
    {
        RequestId = id,
        Evaluations = { flags.Select(flag => new EvaluateRequest { FlagKey = flag, Context = new EvaluationContext { UnitId = "u" } }) },
    };

    private sealed record CodedOutputStreamFrame(int Length)
    {
        public void WriteTo(Stream stream)
        {
            var output = new CodedOutputStream(stream, leaveOpen: true);
            output.WriteLength(Length);
            output.Flush();
        }
    }
}
