using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>One call on the client: its attempts, and its responses as they come.</summary>
internal sealed class ClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, host, options)
    where TRequest : class
    where TResponse : class
{
    private readonly MethodCallInfo _info = channel.InfoOf(method);
    private MessageReader? _reader;
    private HttpResponseMessage? _response;
    private Task _opened = Task.CompletedTask;
    private bool _hasMessage;

    public Marshaller<TRequest> RequestMarshaller => method.RequestMarshaller;

    /// <summary>Calls with the one request there is.</summary>
    public void StartWith(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _opened = OpenAsync(request, null);
    }

    /// <summary>Calls with requests that follow.</summary>
    public RequestStreamContent StartStream()
    {
        var content = new RequestStreamContent(this);
        _opened = OpenAsync(null, content);
        return content;
    }

    /// <summary>The next response, or null at the end of a call that ended well.</summary>
    public async ValueTask<TResponse?> ReadAsync()
    {
        await _opened.ConfigureAwait(false);
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

                var trailers = ResponseHeaders.Read(_response!.TrailingHeaders);
                Finish(Completed(ResponseHeaders.StatusOf(_response.TrailingHeaders)), trailers);
                _reader.Complete();
            }
            catch (Exception e)
            {
                Finish(Interpret(e), (e as RpcException)?.Trailers);
            }
        }

        return GetStatus().StatusCode == StatusCode.OK ? null : throw Failure();
    }

    /// <summary>The one response of a call that has one.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        var message = await ReadAsync().ConfigureAwait(false);
        if (message is null || await ReadAsync().ConfigureAwait(false) is not null)
        {
            Finish(new Status(StatusCode.Internal, "The response holds more than one message."));
            throw Failure();
        }

        return message;
    }

    private async Task OpenAsync(TRequest? request, RequestStreamContent? stream)
    {
        for (var attempts = 1; !IsFinished; attempts++)
        {
            Status status;
            Metadata? trailers = null;
            HttpResponseMessage? response = null;
            try
            {
                var content = (HttpContent?)stream ?? new RequestMessageContent<TRequest>(this, method.RequestMarshaller, request!);
                var message = RequestHeaders.Build(this, _info.Uri, content, attempts - 1, Deadline, Host);
                await RequestHeaders.AddCredentialsAsync(this, method, message).ConfigureAwait(false);
                response = await Channel.SendAsync(message, Token).ConfigureAwait(false);
                if (ResponseHeaders.FinalStatus(response) is not { } final)
                {
                    Accept(response);
                    _info.Retry?.Succeeded();
                    return;
                }

                status = Completed(final);
                trailers = ResponseHeaders.Read(response.Headers);
            }
            catch (Exception e)
            {
                status = Interpret(e);
            }

            var wait = TimeSpan.Zero;
            if (request is null || IsFinished || _info.Retry is null || status.StatusCode == StatusCode.OK
                || !_info.Retry.TryNext(status, attempts, trailers?.GetValue(WireNames.RetryPushback), out wait))
            {
                if (response is not null)
                {
                    SetHeaders(trailers ?? Metadata.Empty);
                }

                response?.Dispose();
                Finish(status, trailers);
                return;
            }

            response?.Dispose();
            Log.Retrying(Channel.Logger, method.FullName, attempts, status.StatusCode, wait);
            // Ends early, without an exception, when the call ends.
            await Task.Delay(wait, Channel.Time, Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Accept(HttpResponseMessage response)
    {
        var headers = ResponseHeaders.Read(response.Headers);
        var reader = new MessageReader(
            PipeReader.Create(response.Content.ReadAsStream(CancellationToken.None)),
            Channel.MaxReceiveMessageSize,
            ResponseHeaders.CompressionOf(response, Channel.Compression));
        if (Keep(response))
        {
            _response = response;
            _reader = reader;
            SetHeaders(headers);
        }
    }

    // A call with one response has not ended well without it.
    private Status Completed(Status status) =>
        status.StatusCode == StatusCode.OK && !_hasMessage && (method.Type is MethodType.Unary or MethodType.ClientStreaming)
            ? new Status(StatusCode.Internal, "The call ended with OK but without a response.")
            : status;
}
