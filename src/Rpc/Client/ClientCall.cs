using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>One call on the client, without its message types: when it ends, and how.</summary>
internal abstract class ClientCall : IDisposable
{
    // Timers take at most this many milliseconds (49 days); a later deadline needs no timer.
    private const double LongestTimer = uint.MaxValue - 1.0;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _callerCancels;
    private readonly CancellationTokenRegistration _outerCallCancels;
    private readonly CancellationTokenRegistration _channelCloses;
    private readonly ITimer? _deadlineTimer;
    private HttpResponseMessage? _response;
    private Status _status;
    private Metadata _trailers = Metadata.Empty;
    private bool _isFinished;

    protected ClientCall(GrpcChannel channel, string? host, CallOptions options)
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

    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    protected string? Host { get; }

    protected DateTime Deadline { get; }

    protected bool IsFinished
    {
        get
        {
            lock (_lock)
            {
                return _isFinished;
            }
        }
    }

    public Status GetStatus() => FinishedStatus
        ?? throw new InvalidOperationException("The status is not known yet: the call has not ended.");

    public Metadata GetTrailers()
    {
        lock (_lock)
        {
            return _isFinished ? _trailers : throw new InvalidOperationException("The trailers are not known yet: the call has not ended.");
        }
    }

    public void Dispose() => EndCancelled();

    /// <summary>The status if the call has ended, else null.</summary>
    public Status? FinishedStatus
    {
        get
        {
            lock (_lock)
            {
                return _isFinished ? _status : null;
            }
        }
    }

    /// <summary>Ends the call unless it has ended; then stops what still runs.</summary>
    public void Finish(Status status, Metadata? trailers = null)
    {
        HttpResponseMessage? response;
        lock (_lock)
        {
            if (_isFinished)
            {
                return;
            }

            _isFinished = true;
            _status = status;
            _trailers = trailers ?? Metadata.Empty;
            response = _response;
        }

        if (!_headers.Task.IsCompleted && _headers.TrySetException(Failure()))
        {
            // Nobody has to ask for the headers.
            _ = _headers.Task.Exception;
        }

        _cancellation.Cancel();
        response?.Dispose();
        Release();
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

        var code = HttpStatusMapping.FromException(exception);
        // A server that gives up at the deadline resets the stream, maybe before our own timer fires.
        return code == StatusCode.Cancelled && Deadline <= Channel.Time.GetUtcNow().UtcDateTime
            ? new Status(StatusCode.DeadlineExceeded, "", exception)
            : new Status(code, $"The call failed: {exception.GetType().Name}: {exception.Message}", exception);
    }

    /// <summary>The exception of a call that ended badly.</summary>
    public Exception Failure()
    {
        Status status;
        Metadata trailers;
        lock (_lock)
        {
            status = _status;
            trailers = _trailers;
        }

        var failure = new RpcException(status, trailers);
        return Channel.ThrowOperationCanceled && (status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
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

    /// <summary>Keeps the response to dispose it with the call; false when the call has ended meanwhile.</summary>
    protected bool Keep(HttpResponseMessage response)
    {
        lock (_lock)
        {
            if (!_isFinished)
            {
                _response = response;
                return true;
            }
        }

        response.Dispose();
        return false;
    }

    protected void SetHeaders(Metadata headers) => _headers.TrySetResult(headers);

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Utc(DateTime deadline) =>
        deadline == DateTime.MaxValue || deadline.Kind == DateTimeKind.Utc ? deadline
            : deadline == DateTime.MinValue ? DateTime.SpecifyKind(deadline, DateTimeKind.Utc)
            : throw new InvalidOperationException($"The deadline {deadline:O} is not in UTC; use DateTime.UtcNow.Add(…).");

    private void EndCancelled() => Finish(new Status(StatusCode.Cancelled, "Call canceled by the client."));

    private void EndLate() => Finish(new Status(StatusCode.DeadlineExceeded, ""));

    private void Release()
    {
        // Unregister, not Dispose: disposing would wait for the callback that may be running right here.
        _callerCancels.Unregister();
        _outerCallCancels.Unregister();
        _channelCloses.Unregister();
        _deadlineTimer?.Dispose();
    }
}
