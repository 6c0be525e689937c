using System.Collections.Concurrent;
using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Lookups;

/// <summary>
/// One connection of the raw protocol. Requests are pipelined: what callers hand over while a write is under way goes
/// out together with the next one.
/// </summary>
internal sealed class LookupConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly LookupFrames _incoming = new();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<LookupResponse>> _waiting = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _something = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _work;
    private MemoryStream _outgoing = new();
    private MemoryStream _spare = new();
    private volatile Exception? _failure;

    private LookupConnection(Socket socket)
    {
        _socket = socket;
        _work = Task.WhenAll(Task.Run(WriteAsync), Task.Run(ReadAsync));
    }

    /// <summary>True once the connection can give no more answers.</summary>
    public bool IsBroken => _failure is not null;

    public static async Task<LookupConnection> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new LookupConnection(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"The sidecar's socket '{path}' does not answer: {failure.Message}.", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task<LookupResponse> SendAsync(LookupRequest request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<LookupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[request.RequestId] = answer;
        try
        {
            bool wake;
            lock (_gate)
            {
                wake = _outgoing.Length == 0;
                request.WriteDelimitedTo(_outgoing);
            }

            if (wake)
            {
                _something.Release();
            }

            // Whoever breaks the connection fails what was waiting then; this was perhaps added after.
            if (_failure is { } failure)
            {
                throw new IOException(failure.Message, failure);
            }

            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(request.RequestId, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break(new IOException("The connection to the sidecar was closed."));
        await _work.ConfigureAwait(false);
        _closing.Dispose();
        _something.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _something.WaitAsync(_closing.Token).ConfigureAwait(false);
                MemoryStream ready;
                lock (_gate)
                {
                    ready = _outgoing;
                    _outgoing = _spare;
                    _spare = ready;
                }

                var rest = ready.GetBuffer().AsMemory(0, (int)ready.Length);
                while (rest.Length > 0)
                {
                    rest = rest[await _socket.SendAsync(rest, SocketFlags.None, _closing.Token).ConfigureAwait(false)..];
                }

                ready.SetLength(0);
            }
        }
        catch (Exception failure)
        {
            Break(failure);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(_incoming.Free(), SocketFlags.None, _closing.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    throw new IOException("The sidecar closed the connection.");
                }

                _incoming.Received(count);
                while (_incoming.TryTake(out var response))
                {
                    if (_waiting.TryRemove(response.RequestId, out var answer))
                    {
                        answer.TrySetResult(response);
                    }
                }
            }
        }
        catch (Exception failure)
        {
            Break(failure);
        }
    }

    private void Break(Exception failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _closing.Cancel();
            _socket.Dispose();
        }

        foreach (var (id, answer) in _waiting)
        {
            _waiting.TryRemove(id, out _);
            answer.TrySetException(new IOException(failure.Message, failure));
        }
    }
}
