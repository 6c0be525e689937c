using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>One call on the client, without its message types: when it ends, and how.</summary>
internal abstract class ClientCall : TaskOwner, IDisposable
{
    // Timers take at most this many milliseconds (49 days); a later deadline needs no timer.
    private const double LongestTimer = uint.MaxValue - 1.0;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _callerCancels;
    private readonly CancellationTokenRegistration _outerCallCancels;
    private readonly CancellationTokenRegistration _channelCloses;
    private readonly ITimer? _deadlineTimer;
    private TaskCompletionSource<Metadata>? _headersAsked;
    private HttpHeaders? _headers;
    private Metadata? _headersRead;
    private HttpResponseMessage? _response;
    private CallEnd? _end;

    protected ClientCall(GrpcChannel channel, string? host, in CallOptions options)
    {
        Channel = channel;
        Host = host;
        Options = options;
        Token = _cancellation.Token;
        var outer = options.PropagationToken as PropagatedContext;
        Deadline = Earlier(Utc(options.Deadline ?? DateTime.MaxValue), outer?.Deadline ?? DateTime.MaxValue);
        if (Deadline != DateTime.MaxValue)
        {
            var left = Deadline - channel.Time.GetUtcNow().UtcDateTime;
            if (left <= TimeSpan.Zero)
            {
                EndLate();
            }
            else if (left.TotalMilliseconds < LongestTimer)
            {
                _deadlineTimer = channel.Time.CreateTimer(static c => ((ClientCall)c!).EndLate(), this, left, Timeout.InfiniteTimeSpan);
            }
        }

        _callerCancels = options.CancellationToken.UnsafeRegister(static c => ((ClientCall)c!).EndCancelled(), this);
        _outerCallCancels = outer?.CancellationToken.UnsafeRegister(static c => ((ClientCall)c!).EndCancelled(), this) ?? default;
        _channelCloses = channel.Shutdown.UnsafeRegister(static c => ((ClientCall)c!).EndCancelled(), this);
        if (IsFinished)
        {
            Release();
        }
    }

    public GrpcChannel Channel { get; }

    public CallOptions Options { get; }

    /// <summary>Cancelled when the call ends before its time.</summary>
    public CancellationToken Token { get; }

    /// <summary>The headers of the response. The task exists only once somebody asks.</summary>
    public Task<Metadata> ResponseHeadersAsync
    {
        get
        {
            if (_headersAsked is null)
            {
                Interlocked.CompareExchange(ref _headersAsked, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
                SettleHeaders();
            }

            return _headersAsked.Task;
        }
    }

    /// <summary>The status if the call has ended, else null.</summary>
    public Status? FinishedStatus => Volatile.Read(ref _end)?.Status;

    protected string? Host { get; }

    protected DateTime Deadline { get; }

    protected bool IsFinished => Volatile.Read(ref _end) is not null;

    /// <summary>Whether requests may still be on their way.</summary>
    protected virtual bool HasOpenRequests => false;

    /// <summary>How many attempts came before the one that is under way.</summary>
    protected int PreviousAttempts { get; set; }

    public Status GetStatus() => FinishedStatus
        ?? throw new InvalidOperationException("The status is not known yet: the call has not ended.");

    public Metadata GetTrailers() => Volatile.Read(ref _end)?.Trailers
        ?? throw new InvalidOperationException("The trailers are not known yet: the call has not ended.");

    public void Dispose() => EndCancelled();

    /// <summary>Ends the call unless it has ended; then stops what still runs.</summary>
    public void Finish(Status status, Metadata? trailers = null)
    {
        if (!IsFinished)
        {
            Finish(new CallEnd(status, trailers));
        }
    }

    /// <summary>What an exception means for the call; an end that came first wins.</summary>
    public Status Interpret(Exception exception)
    {
        if (FinishedStatus is { } known)
        {
            return known;
        }

        if (exception is RpcException rpc)
        {
            return rpc.Status;
        }

        var code = ConnectionFailure.Is(exception) ? StatusCode.Unavailable
            : exception is OperationCanceledException ? StatusCode.Cancelled
            : HttpStatusMapping.FromException(exception);
        // A server that gives up at the deadline resets the stream, maybe before our own timer fires.
        return code == StatusCode.Cancelled && Deadline <= Channel.Time.GetUtcNow().UtcDateTime
            ? new Status(StatusCode.DeadlineExceeded, "", exception)
            : new Status(code, $"The call failed: {exception.GetType().Name}: {exception.Message}", exception);
    }

    /// <summary>The exception of a call that has ended.</summary>
    public Exception Failure()
    {
        var end = Volatile.Read(ref _end)!;
        var failure = new RpcException(end.Status, end.Trailers);
        return Channel.ThrowOperationCanceled && (end.Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
            ? new OperationCanceledException(failure.Message, failure, Options.CancellationToken)
            : failure;
    }

    /// <summary>The compression that the call's headers ask for, or null.</summary>
    /// <exception cref="RpcException">It is not known.</exception>
    public ICompressionProvider? RequestCompression()
    {
        var name = Options.Headers?.GetValue(WireNames.RequestEncoding);
        if (MessageCompression.IsIdentity(name))
        {
            return null;
        }

        return Channel.Compression.TryGet(name!, out var provider)
            ? provider
            : throw new RpcException(new Status(
                StatusCode.Internal, $"The request encoding '{name}' is not known; use one of: {Channel.Compression.AcceptHeader}."));
    }

    /// <summary>Called with the size of the one request, each time it has been serialized.</summary>
    public virtual void OnSerialized(int bytes)
    {
    }

    protected void Finish(CallEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
        {
            return;
        }

        SettleHeaders();
        // A call that ended well with all its requests sent has nothing left to stop.
        if (end.Status.StatusCode != StatusCode.OK || HasOpenRequests)
        {
            _cancellation.Cancel();
        }

        OnFinished();
        _response?.Dispose();
        Release();
    }

    /// <summary>Called once, after the call has ended; also from within the constructor.</summary>
    protected virtual void OnFinished()
    {
    }

    /// <summary>Keeps the response to dispose it with the call; false when the call has ended meanwhile.</summary>
    protected bool Keep(HttpResponseMessage response)
    {
        Interlocked.Exchange(ref _response, response);
        if (IsFinished)
        {
            response.Dispose();
            return false;
        }

        return true;
    }

    /// <exception cref="RpcException">A binary header is not base64.</exception>
    protected void SetHeaders(HttpHeaders headers)
    {
        _headersRead = ResponseHeaders.ReadIfBinary(headers);
        Interlocked.Exchange(ref _headers, headers);
        SettleHeaders();
    }

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Utc(DateTime deadline) =>
        deadline == DateTime.MaxValue || deadline.Kind == DateTimeKind.Utc ? deadline
            : deadline == DateTime.MinValue ? DateTime.SpecifyKind(deadline, DateTimeKind.Utc)
            : throw new InvalidOperationException($"The deadline {deadline:O} is not in UTC; use DateTime.UtcNow.Add(…).");

    private void EndCancelled() => Finish(new Status(StatusCode.Cancelled, "Call canceled by the client."));

    private void EndLate() => Finish(new Status(StatusCode.DeadlineExceeded, ""));

    // Called by whoever comes last: the one who asks, the headers, or the end.
    private void SettleHeaders()
    {
        if (Volatile.Read(ref _headersAsked) is not { } asked)
        {
            return;
        }

        if (Volatile.Read(ref _headers) is { } headers)
        {
            asked.TrySetResult(WithAttempts(_headersRead ??= ResponseHeaders.Read(headers)));
        }
        else if (IsFinished && asked.TrySetException(Failure()))
        {
            // Nobody has to await the headers.
            _ = asked.Task.Exception;
        }
    }

    // As the server knew how often the call had been tried, its answer tells the caller (gRFC A6).
    private Metadata WithAttempts(Metadata headers)
    {
        if (PreviousAttempts == 0)
        {
            return headers;
        }

        var copy = new Metadata();
        foreach (var entry in headers)
        {
            copy.Add(entry);
        }

        copy.Add(WireNames.PreviousAttempts, PreviousAttempts.ToString(CultureInfo.InvariantCulture));
        return copy;
    }

    private void Release()
    {
        // Unregister, not Dispose: disposing would wait for the callback that may be running right here.
        _callerCancels.Unregister();
        _outerCallCancels.Unregister();
        _channelCloses.Unregister();
        _deadlineTimer?.Dispose();
    }
}
