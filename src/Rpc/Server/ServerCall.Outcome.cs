using System.Globalization;
using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>How a call ends.</summary>
internal sealed partial class ServerCall
{
    /// <summary>Sends the status and the trailers after the handler returned.</summary>
    public void Complete()
    {
        if (IsDeadlineExceeded)
        {
            StatusCore = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        }

        WriteStatus();
    }

    /// <summary>Sends what a failure means after the handler threw.</summary>
    public void Fail(Exception exception)
    {
        if (IsDeadlineExceeded)
        {
            Log.DeadlineExceeded(_settings.Logger, _method.FullName);
            StatusCore = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        }
        else if (HasCallerLeft())
        {
            _settings.Resets?.NoteReset(Http);
            Log.CallerLeft(_settings.Logger, _method.FullName);
            _ended = true;
            return;
        }
        else if (exception is RpcException rpc)
        {
            Log.HandlerStatus(_settings.Logger, _method.FullName, rpc.StatusCode, rpc.Status.Detail);
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }

            StatusCore = rpc.Status;
        }
        else
        {
            Log.HandlerFailed(_settings.Logger, exception, _method.FullName);
            StatusCore = new Status(StatusCode.Unknown, Describe(exception));
        }

        WriteStatus();
    }

    // A reset breaks the request's body at once, and cancels the token a moment later.
    private bool HasCallerLeft()
    {
        if (Http.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        try
        {
            if (Http.Request.BodyReader.TryRead(out var read))
            {
                Http.Request.BodyReader.AdvanceTo(read.Buffer.Start);
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            // A read that the handler began still runs.
            return false;
        }
    }

    // What went wrong inside is nobody's business outside, unless the operator says so.
    private string Describe(Exception exception) => _settings.EnableDetailedErrors
        ? $"The handler threw {exception.GetType().Name}: {exception.Message}"
        : "Exception was thrown by handler.";

    private void WriteStatus()
    {
        _ended = true;
        if (Http.RequestAborted.IsCancellationRequested)
        {
            _settings.Resets?.NoteReset(Http);
            return;
        }

        var response = Http.Response;
        // Without a message the status travels in the headers, and there are no trailers ("Trailers-Only").
        var target = response.HasStarted || _messageWritten
            ? Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseTrailersFeature>()?.Trailers
                ?? throw new InvalidOperationException("The connection does not carry trailers; gRPC needs HTTP/2.")
            : response.Headers;
        if (_responseTrailers is not null)
        {
            foreach (var entry in _responseTrailers)
            {
                if (!WireNames.IsReserved(entry.Key))
                {
                    target.Append(entry.Key, MetadataCodec.Encode(entry));
                }
            }
        }

        target[WireNames.Status] = StatusText(StatusCore.StatusCode);
        if (StatusCore.Detail.Length > 0)
        {
            target[WireNames.Message] = PercentEncoding.Encode(StatusCore.Detail);
        }
    }

    private static string StatusText(StatusCode code) =>
        code == StatusCode.OK ? "0" : ((int)code).ToString(CultureInfo.InvariantCulture);
}
