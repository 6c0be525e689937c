using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace GrpcExp.Sidecar.Ofrep;

/// <summary>The OpenFeature Remote Evaluation Protocol 0.3: one flag, or all of them with an ETag.</summary>
internal sealed class OfrepEndpoints(SnapshotEvaluator evaluator)
{
    /// <summary>Largest body of a request, in bytes.</summary>
    public const int MaxBody = 1024 * 1024;

    private const string Path = "/ofrep/v1/evaluate/flags";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (RequestDelegate)AllAsync);
        // The rest of the path is the key: not every client escapes it.
        routes.MapPost(Path + "/{**key}", (RequestDelegate)OneAsync);
    }

    private async Task OneAsync(HttpContext http)
    {
        var key = http.Request.RouteValues["key"] as string ?? "";
        var body = await ReadAsync(http).ConfigureAwait(false);
        if (await ContextOrErrorAsync(http, key, body).ConfigureAwait(false) is not { } context)
        {
            return;
        }

        var answer = Open().Answer(key, context);
        await WriteAsync(http, StatusOf(answer.Result.ErrorCode), OfrepJson.One(answer)).ConfigureAwait(false);
    }

    private async Task AllAsync(HttpContext http)
    {
        var body = await ReadAsync(http).ConfigureAwait(false);
        if (await ContextOrErrorAsync(http, null, body).ConfigureAwait(false) is not { } context)
        {
            return;
        }

        var flags = Open();
        if (flags.Snapshot is not { } snapshot)
        {
            await WriteAsync(
                http, StatusOf(EvaluationErrorCode.NotReady), OfrepJson.Error(null, OpenFeatureNames.ProviderNotReady, EvaluationDetails.NotReady))
                .ConfigureAwait(false);
            return;
        }

        var tag = TagOf(snapshot, flags, body!.Value.Span);
        http.Response.Headers.ETag = tag;
        if (Matches(http.Request.Headers.IfNoneMatch, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var answers = snapshot.Model.Flags.Select(flag => flags.AnswerOneOfAll(flag.Key, context));
        await WriteAsync(http, StatusCodes.Status200OK, OfrepJson.All(snapshot, answers)).ConfigureAwait(false);
    }

    private OpenFeatureEvaluator Open() => new(evaluator.Open(EvaluationProtocol.Ofrep));

    private static int StatusOf(EvaluationErrorCode code) => code switch
    {
        EvaluationErrorCode.None => StatusCodes.Status200OK,
        EvaluationErrorCode.FlagNotFound => StatusCodes.Status404NotFound,
        EvaluationErrorCode.NotReady => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    // What the answers hang on: the snapshot, whether it is out of touch, which scheduled rules are in force, and the context as it was sent.
    private static string TagOf(LoadedSnapshot snapshot, OpenFeatureEvaluator flags, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{snapshot.Model.Environment}\n{snapshot.Epoch}\n{snapshot.Revision}\n{flags.IsStale}\n{flags.SchedulePhase}\n"));
        hash.AppendData(body);
        return $"\"{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    private static bool Matches(IEnumerable<string?> ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList([.. ifNoneMatch.OfType<string>()], out var tags)
        && tags.Any(t => t.Tag == EntityTagHeaderValue.Any.Tag || t.Tag == tag);

    // Null when the body is too large.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > MaxBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task<OpenFeatureContext?> ContextOrErrorAsync(HttpContext http, string? key, ReadOnlyMemory<byte>? body)
    {
        if (body is not { } bytes)
        {
            // The rest of the body is not read: the connection has to end with it.
            http.Response.Headers.Connection = "close";
            await WriteAsync(
                http, StatusCodes.Status400BadRequest,
                OfrepJson.Error(key, OpenFeatureNames.InvalidContext, $"The request body is over the limit of {MaxBody} bytes: send fewer attributes."))
                .ConfigureAwait(false);
            return null;
        }

        if (JsonContext.TryRead(bytes, out var context, out var errorCode, out var details))
        {
            return context;
        }

        await WriteAsync(http, StatusCodes.Status400BadRequest, OfrepJson.Error(key, errorCode, details)).ConfigureAwait(false);
        return null;
    }

    private static async Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
