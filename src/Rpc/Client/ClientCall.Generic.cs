using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>One call on the client: its responses as they come. Its attempts are in the other part.</summary>
internal sealed partial class ClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, in CallOptions options)
    : ClientCall(channel, host, options)
    where TRequest : class
    where TResponse : class
{
    private readonly MethodCallInfo _info = channel.InfoOf(method);
    private RequestStream? _requests;
    private MessageReader? _reader;
    private HttpResponseMessage? _response;
    private Task? _opened;
    private bool _hasMessage;

    public Marshaller<TRequest> RequestMarshaller => method.RequestMarshaller;

    /// <summary>Whether the response is a single one, which is read without being asked for.</summary>
    public bool HasOneResponse => method.Type is MethodType.Unary or MethodType.ClientStreaming;

    protected override bool HasOpenRequests => _requests is not null;

    /// <summary>Calls with the one request there is, for the one response there is.</summary>
    public Task<TResponse> StartUnary(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Own(ReadSingleAsync(OpenAsync(request)));
    }

    /// <summary>Calls with the one request there is, for a stream of responses.</summary>
    public void StartServerStreaming(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _opened = OpenAsync(request).AsTask();
    }

    /// <summary>Calls with requests that follow, for the one response there is.</summary>
    public Task<TResponse> StartClientStreaming(out RequestStream requests)
    {
        requests = Requests();
        return Own(ReadSingleAsync(OpenAsync(null)));
    }

    /// <summary>Calls with requests that follow, for a stream of responses.</summary>
    public RequestStream StartDuplexStreaming()
    {
        var requests = Requests();
        _opened = OpenAsync(null).AsTask();
        return requests;
    }

    /// <summary>The next response of a stream, or null at the end of a call that ended well.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse?> ReadNextAsync()
    {
        if (_opened is { } opened)
        {
            await opened.ConfigureAwait(false);
            _opened = null;
        }

        return await ReadAsync().ConfigureAwait(false);
    }

    protected override void OnFinished()
    {
        _requests?.End();
        GiveBack();
    }

    private async Task<TResponse> ReadSingleAsync(ValueTask opened)
    {
        try
        {
            await opened.ConfigureAwait(false);
            var message = await ReadAsync().ConfigureAwait(false);
            if (message is not null && await ReadAsync().ConfigureAwait(false) is null)
            {
                return message;
            }

            Finish(new Status(StatusCode.Internal, "The response holds more than one message."));
            throw Failure();
        }
        catch
        {
            ObserveFailure();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResponse?> ReadAsync()
    {
        if (!IsFinished)
        {
            try
            {
                var message = await _reader!.ReadAsync(method.ResponseMarshaller.ContextualDeserializer, Token).ConfigureAwait(false);
                if (message is not null)
                {
                    _hasMessage = true;
                    return message;
                }

                EndWith(_response!);
                _reader.Complete();
            }
            catch (Exception e)
            {
                Finish(Interpret(e), (e as RpcException)?.Trailers);
            }
        }

        return GetStatus().StatusCode == StatusCode.OK ? null : throw Failure();
    }

    private void EndWith(HttpResponseMessage response)
    {
        var status = Completed(ResponseHeaders.StatusOf(response.TrailingHeaders));
        var end = new CallEnd(status, response.TrailingHeaders);
        _info.Retry?.Ended(status.StatusCode);
        Finish(end);
    }

    // A call with one response has not ended well without it.
    private Status Completed(Status status) =>
        status.StatusCode == StatusCode.OK && !_hasMessage && HasOneResponse
            ? new Status(StatusCode.Internal, "The call ended with OK but without a response.")
            : status;
}
