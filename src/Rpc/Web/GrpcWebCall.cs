using System.IO.Pipelines;
using GrpcExp.Rpc.Server;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Web;

/// <summary>
/// Lets a gRPC handler serve a gRPC-Web request: takes base64 off the request and puts it on the response where the
/// text form asks for it, and sends the trailers as the last frame of the body.
/// </summary>
internal sealed class GrpcWebCall : TranslatedCall
{
    private readonly string _responseType;

    private GrpcWebCall(HttpContext http, WebContent content)
        : base(http)
    {
        _responseType = content.ResponseType;
        Reader = content.TextRequest ? PipeReader.Create(new Base64RequestStream(http.Request.BodyReader)) : http.Request.BodyReader;
        Writer = content.TextResponse ? new Base64PipeWriter(Response.Writer) : Response.Writer;
        // As late as possible: the handler believes that it speaks gRPC and names that type.
        http.Response.OnStarting(
            static state =>
            {
                var call = (GrpcWebCall)state;
                if (WireNames.IsGrpcContentType(call.Http.Response.ContentType))
                {
                    call.Http.Response.ContentType = call._responseType;
                }

                return Task.CompletedTask;
            },
            this);
    }

    public override PipeReader Reader { get; }

    public override PipeWriter Writer { get; }

    // A response without a message has its status in the headers, as in gRPC.
    public override bool KeepsTrailersApart => false;

    public static Task ServeAsync(HttpContext http, WebContent content, RequestDelegate grpc) =>
        new GrpcWebCall(http, content).ServeAsync(grpc);

    protected override async Task FinishAsync()
    {
        if (Trailers.Count == 0)
        {
            return;
        }

        TrailerFrame.Write(Trailers, Writer);
        await Writer.FlushAsync().ConfigureAwait(false);
    }

    protected override void Release() => (Writer as Base64PipeWriter)?.Dispose();
}
