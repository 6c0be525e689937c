using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Wire;

/// <summary>What the runtime itself says of a peer that breaks the protocol or a limit: each failure once, with its code.</summary>
internal static class WireFailures
{
    public static RpcException UnknownFlag(byte flag) =>
        New(StatusCode.Internal, $"A message starts with flag {flag}; only 0 and 1 are known.");

    public static RpcException TruncatedMessage() =>
        New(StatusCode.Internal, "The stream ended in the middle of a message.");

    public static RpcException NoRequest() =>
        New(StatusCode.Internal, "The request holds no message.");

    public static RpcException SecondRequest() =>
        New(StatusCode.Internal, "The request holds more than one message.");

    public static RpcException UndeclaredCompression() =>
        New(StatusCode.Internal, "A message is compressed, but grpc-encoding names no compression.");

    public static RpcException NotDecompressible(Exception cause) =>
        New(StatusCode.Internal, "A compressed message could not be decompressed.", cause);

    public static RpcException NotDeserializable(Exception cause) =>
        New(StatusCode.Internal, "A message could not be deserialized.", cause);

    public static RpcException NotSerializable(Exception cause) =>
        New(StatusCode.Internal, "A message could not be serialized.", cause);

    public static RpcException IncompleteSerialization() =>
        New(StatusCode.Internal, "A serializer returned without completing its message.");

    public static RpcException OtherLengthThanAnnounced(int announced) =>
        New(StatusCode.Internal, $"A serializer announced {announced} bytes and wrote another number.");

    public static RpcException ReceivedTooLarge(int limit) =>
        New(StatusCode.ResourceExhausted, $"A received message is larger than the limit of {limit} bytes; raise MaxReceiveMessageSize or send less at once.");

    // Not DEADLINE_EXCEEDED, which callers take for their own deadline: what runs out is the room that half a message holds.
    public static RpcException TooSlow(long arrived, TimeSpan period, long needed) =>
        New(StatusCode.ResourceExhausted, string.Create(
            CultureInfo.InvariantCulture,
            $"A request message arrives too slowly: {arrived} bytes in {period.TotalSeconds} s, and {needed} are needed; send messages whole, or lower MinMessageDataRate."));

    public static RpcException SentTooLarge(long length, int limit) =>
        New(StatusCode.ResourceExhausted, $"A message of {length} bytes is larger than the send limit of {limit} bytes; raise MaxSendMessageSize or send less at once.");

    public static RpcException UnknownRequestEncoding(string? encoding, string known) =>
        New(StatusCode.Unimplemented, $"The encoding '{encoding}' is not known; use one of: {known}.");

    public static RpcException MalformedTimeout(string value) =>
        New(StatusCode.Internal, $"The header grpc-timeout has the malformed value '{value}'.");

    public static RpcException NoResponse() =>
        New(StatusCode.Cancelled, "The handler returned no response.");

    public static RpcException Draining() =>
        New(StatusCode.Unavailable, "The server is shutting down; try another one, or again later.");

    public static RpcException RefusedByTransport(BadHttpRequestException cause) => cause.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => New(StatusCode.ResourceExhausted, "The request is larger than the server's transport takes; send less at once.", cause),
        StatusCodes.Status408RequestTimeout => New(StatusCode.DeadlineExceeded, "The request came too slowly.", cause),
        _ => New(StatusCode.Internal, $"The request is malformed: {cause.Message}", cause),
    };

    private static RpcException New(StatusCode code, string detail, Exception? cause = null) => new(new Status(code, detail, cause));
}
