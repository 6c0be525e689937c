using System.Globalization;
using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.Rpc.Server;

/// <summary>How a call ends.</summary>
internal sealed partial class ServerCall
{
    private static readonly Status Late = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private bool IsDeadlineExceeded => _deadline is { HasPassed: true };

    /// <summary>Sends the status and the trailers after the handler of a stream returned.</summary>
    public ValueTask CompleteAsync()
    {
        if (_deadline is not null)
        {
            return CompleteBeforeDeadlineAsync();
        }

        WriteStatus();
        return default;
    }

    /// <summary>Sends what a failure means after the handler threw.</summary>
    public ValueTask FailAsync(Exception exception)
    {
        if (IsDeadlineExceeded)
        {
            Log.DeadlineExceeded(_settings.Logger, _method.FullName);
        }
        else if (exception is RpcException rpc)
        {
            Log.HandlerStatus(_settings.Logger, _method.FullName, rpc.StatusCode, rpc.Status.Detail);
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }

            _status = rpc.Status;
        }
        else if (exception is BadHttpRequestException bad)
        {
            _status = WireFailures.RefusedByTransport(bad).Status;
            Log.HandlerStatus(_settings.Logger, _method.FullName, _status.StatusCode, _status.Detail);
        }
        // Kestrel breaks off the request's body before it cancels the request's token.
        else if (HasCallerLeft || (exception is IOException && _reader is { IsBroken: true }))
        {
            _settings.Resets.NoteReset(Http);
            Log.CallerLeft(_settings.Logger, _method.FullName);
            _ended = true;
            return default;
        }
        else
        {
            Log.HandlerFailed(_settings.Logger, exception, _method.FullName);
            _status = new Status(StatusCode.Unknown, Describe(exception));
        }

        return CompleteAsync();
    }

    /// <summary>
    /// Takes the response away from the handler, for good; false while a message is being written, which the deadline's
    /// cancellation will end.
    /// </summary>
    public bool TryTakeResponse() => Interlocked.Exchange(ref _writing, 1) == 0;

    /// <summary>Answers for a handler that let its deadline pass: it may go on, but its caller need not wait for it.</summary>
    public async Task SendDeadlineExceededAsync()
    {
        try
        {
            // The handler may be adding trailers at this moment: they are not sent.
            _responseTrailers = null;
            _status = Late;
            WriteStatus();
            await Http.Response.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The caller has left: there is nobody to tell.
            Log.CallerLeft(_settings.Logger, _method.FullName);
        }
    }

    private async ValueTask CompleteBeforeDeadlineAsync()
    {
        if (await TryEndBeforeDeadlineAsync().ConfigureAwait(false))
        {
            WriteStatus();
        }
    }

    private async ValueTask<bool> TryEndBeforeDeadlineAsync()
    {
        if (!await _deadline!.TryEndCallAsync().ConfigureAwait(false))
        {
            return false;
        }

        // It passed while a message was being written.
        if (_deadline.HasPassed)
        {
            _status = Late;
        }

        return true;
    }

    // What went wrong inside is nobody's business outside, unless the operator says so.
    private string Describe(Exception exception) => _settings.EnableDetailedErrors
        ? $"The handler threw {exception.GetType().Name}: {exception.Message}"
        : "Exception was thrown by handler.";

    private void WriteStatus()
    {
        _ended = true;
        if (HasCallerLeft)
        {
            _settings.Resets.NoteReset(Http);
        }

        // Without a message the status travels in the headers, and there are no trailers ("Trailers-Only").
        var target = _messageWritten || Http.Response.HasStarted || Http.Features.Get<TranslatedCall>() is { KeepsTrailersApart: true }
            ? Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
                ?? throw new InvalidOperationException("The connection does not carry trailers; gRPC needs HTTP/2.")
            : Http.Response.Headers;
        if (_responseTrailers is not null)
        {
            foreach (var entry in _responseTrailers)
            {
                if (!WireNames.IsReserved(entry.Key))
                {
                    MetadataCodec.Append(target, entry);
                }
            }
        }

        target.GrpcStatus = StatusText(_status.StatusCode);
        if (_status.Detail.Length > 0)
        {
            target.GrpcMessage = PercentEncoding.Encode(_status.Detail);
        }
    }

    private static string StatusText(StatusCode code) =>
        code == StatusCode.OK ? "0" : ((int)code).ToString(CultureInfo.InvariantCulture);
}
