using System.Runtime.CompilerServices;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>The attempts of a call: until one is answered, or the failure of one is final.</summary>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    private long _charged;
    private bool _isTooLargeToRepeat;

    public override void OnSerialized(int bytes)
    {
        // The one request is not kept but serialized again; it counts all the same, as the limits say.
        if (_info.Retry is null || PreviousAttempts > 0 || _isTooLargeToRepeat)
        {
            return;
        }

        if (!Channel.RetryBudget.TryTake(0, bytes))
        {
            _isTooLargeToRepeat = true;
            return;
        }

        Interlocked.Add(ref _charged, bytes);
        if (IsFinished)
        {
            GiveBack();
        }
    }

    private RequestStream Requests()
    {
        _requests = new RequestStream(Channel.RetryBudget, Token);
        if (IsFinished)
        {
            _requests.End();
        }

        return _requests;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask OpenAsync(TRequest? request)
    {
        var progress = default(RetryProgress);
        while (!IsFinished)
        {
            Status status;
            var wait = TimeSpan.Zero;
            HttpResponseMessage? response = null;
            Exception? failure = null;
            try
            {
                response = await SendAsync(request).ConfigureAwait(false);
                Channel.Reconnects.Connected();
                if (ResponseHeaders.FinalStatus(response) is not { } final)
                {
                    Accept(response);
                    return;
                }

                status = Completed(final);
            }
            catch (Exception e)
            {
                failure = e;
                status = Interpret(e);
            }

            if (IsFinished)
            {
                response?.Dispose();
                return;
            }

            if (failure is not null && ConnectionFailure.Is(failure) && Options.IsWaitForReady)
            {
                wait = Channel.Reconnects.Failed();
                Log.WaitingForConnection(Channel.Logger, method.FullName, wait, failure);
            }
            else
            {
                progress.Attempts++;
                if (!TryRepeat(status, response, ref progress, out wait))
                {
                    EndFailed(status, response, failure);
                    return;
                }

                PreviousAttempts = progress.Attempts;
                Log.Retrying(Channel.Logger, method.FullName, progress.Attempts, status.StatusCode, wait);
                response?.Dispose();
            }

            if (wait > TimeSpan.Zero)
            {
                // Ends early, without an exception, when the call ends.
                await Task.Delay(wait, Channel.Time, Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<HttpResponseMessage> SendAsync(TRequest? request)
    {
        HttpContent content = _requests is not null
            ? new RequestStreamContent(_requests)
            : new RequestMessageContent<TRequest>(this, method.RequestMarshaller, request!);
        var message = RequestHeaders.Build(this, _info.Uri, content, PreviousAttempts, Deadline, Host);
        return RequestHeaders.NeedCredentials(this) ? SendWithCredentialsAsync(message) : Channel.SendAsync(message, Token);
    }

    private async Task<HttpResponseMessage> SendWithCredentialsAsync(HttpRequestMessage message)
    {
        var added = RequestHeaders.AddCredentialsAsync(this, method, message);
        try
        {
            // Whoever gives credentials may be slow and deaf: the deadline holds all the same.
            await added.WaitAsync(Token).ConfigureAwait(false);
        }
        catch when (!added.IsCompleted)
        {
            _ = IgnoreAsync(added);
            throw;
        }

        return await Channel.SendAsync(message, Token).ConfigureAwait(false);
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private bool TryRepeat(Status status, HttpResponseMessage? response, ref RetryProgress progress, out TimeSpan wait)
    {
        wait = default;
        if (status.StatusCode == StatusCode.OK || _info.Retry is not { } plan)
        {
            return false;
        }

        var isCommitted = _requests?.IsCommitted ?? _isTooLargeToRepeat;
        if (isCommitted)
        {
            Log.TooLargeToRepeat(Channel.Logger, method.FullName, progress.Attempts, status.StatusCode);
        }

        var pushback = response is null ? null : ResponseHeaders.PushbackOf(response);
        return plan.TryNext(status.StatusCode, ref progress, pushback, isCommitted, out wait) && (_requests?.TryRestart() ?? true);
    }

    private void EndFailed(Status status, HttpResponseMessage? response, Exception? failure)
    {
        if (response is null)
        {
            Finish(status, (failure as RpcException)?.Trailers);
            return;
        }

        try
        {
            SetHeaders(response.Headers);
            if (status.StatusCode == StatusCode.OK)
            {
                _info.Retry?.Ended(status.StatusCode);
            }

            Finish(new CallEnd(status, response.Headers));
        }
        catch (RpcException e)
        {
            Finish(e.Status);
        }

        response.Dispose();
    }

    private void Accept(HttpResponseMessage response)
    {
        var reader = new MessageReader(
            new ResponsePipe(response.Content.ReadAsStream(CancellationToken.None)),
            Channel.MaxReceiveMessageSize,
            ResponseHeaders.CompressionOf(response, Channel.Compression));
        _requests?.Answered();
        GiveBack();
        if (Keep(response))
        {
            _response = response;
            _reader = reader;
            SetHeaders(response.Headers);
        }
    }

    private void GiveBack()
    {
        if (_charged != 0)
        {
            Channel.RetryBudget.Give(Interlocked.Exchange(ref _charged, 0));
        }
    }
}
