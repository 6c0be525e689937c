using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Interop.Cases;

/// <summary>The messages and headers that the descriptions prescribe.</summary>
internal static class Messages
{
    public const int LargeRequest = 271828;
    public const int LargeResponse = 314159;
    public const string EchoInitial = "x-grpc-test-echo-initial";
    public const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    public static IReadOnlyList<int> RequestSizes { get; } = [27182, 8, 1828, 45904];

    public static IReadOnlyList<int> ResponseSizes { get; } = [31415, 9, 2653, 58979];

    /// <summary>Asks the runtime to compress the requests of a call. It never reaches the wire.</summary>
    public static Metadata Compressed => new() { { "grpc-internal-encoding-request", "gzip" } };

    public static BoolValue Flag(bool value) => new() { Value = value };

    public static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    public static SimpleRequest Large() => new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };

    public static StreamingOutputCallRequest Ask(IEnumerable<int> sizes, int payload = 0) => new()
    {
        ResponseParameters = { sizes.Select(s => new ResponseParameters { Size = s }) },
        Payload = payload == 0 ? null : Zeros(payload),
    };

    /// <summary>Holds a response to the size that was asked for and to zeros.</summary>
    public static void CheckZeros(Payload? payload, int size, string what)
    {
        var body = payload?.Body ?? ByteString.Empty;
        Expect.Same(size, body.Length, $"The length of {what}");
        Expect.That(!body.Span.ContainsAnyExcept((byte)0), $"The body of {what} holds something other than zeros.");
    }
}
