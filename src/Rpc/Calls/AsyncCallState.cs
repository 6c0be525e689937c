namespace Grpc.Core;

/// <summary>What the four call objects share: where headers, status and trailers come from.</summary>
internal readonly struct AsyncCallState
{
    private readonly object? _state;
    private readonly object _headers;
    private readonly Delegate _status;
    private readonly Delegate _trailers;
    private readonly Delegate _dispose;

    public AsyncCallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
    }

    public AsyncCallState(
        Func<object, Task<Metadata>> headers,
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
        _state = state;
    }

    public Task<Metadata> ResponseHeaders =>
        _headers is Func<object, Task<Metadata>> get ? get(_state!) : (Task<Metadata>)_headers;

    public Status GetStatus() => _status is Func<object, Status> get ? get(_state!) : ((Func<Status>)_status)();

    public Metadata GetTrailers() =>
        _trailers is Func<object, Metadata> get ? get(_state!) : ((Func<Metadata>)_trailers)();

    public void Dispose()
    {
        if (_dispose is Action<object> dispose)
        {
            dispose(_state!);
        }
        else
        {
            ((Action)_dispose)();
        }
    }
}
