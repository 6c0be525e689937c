using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

/// <summary>Length-prefixed messages, by "Length-Prefixed-Message" in the gRPC over HTTP/2 protocol.</summary>
public sealed class MessageFramingTests
{
    private static readonly ICompressionProvider Gzip = new GzipCompressionProvider(CompressionLevel.Fastest);
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    // Announces its length and writes in place, as generated protobuf code does.
    private static readonly Marshaller<byte[]> InPlace = Marshallers.Create<byte[]>(
        (b, context) =>
        {
            context.SetPayloadLength(b.Length);
            context.GetBufferWriter().Write(b);
            context.Complete();
        },
        context => context.PayloadAsReadOnlySequence().ToArray());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_message_is_a_zero_flag_a_big_endian_length_and_the_payload()
    {
        var output = new ArrayBufferWriter<byte>();
        new MessageWriter(output, null).Write(InPlace.ContextualSerializer, [7, 8, 9], mayCompress: true);
        Assert.Equal([0, 0, 0, 0, 3, 7, 8, 9], output.WrittenSpan.ToArray());
    }

    [Fact]
    public async Task Messages_cut_at_any_byte_are_read_whole()
    {
        byte[] wire = [0, 0, 0, 0, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3];
        for (var cut = 1; cut < wire.Length; cut++)
        {
            var pipe = new Pipe();
            var reader = new MessageReader(pipe.Reader, null, null);
            await pipe.Writer.WriteAsync(wire.AsMemory(0, cut), Cancel);
            var first = reader.ReadAsync(Bytes.ContextualDeserializer, Cancel);
            await pipe.Writer.WriteAsync(wire.AsMemory(cut), Cancel);
            await pipe.Writer.CompleteAsync();
            Assert.Equal(new byte[] { 1, 2 }, await first);
            Assert.Equal(new byte[0], await reader.ReadAsync(InPlace.ContextualDeserializer, Cancel));
            Assert.Equal(new byte[] { 3 }, await reader.ReadAsync(InPlace.ContextualDeserializer, Cancel));
            Assert.Null(await reader.ReadAsync(InPlace.ContextualDeserializer, Cancel));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 5, 1, 2 })]
    public async Task A_stream_that_ends_within_a_message_is_an_internal_error(byte[] wire) =>
        await Refused(wire, null, null, StatusCode.Internal);

    [Fact]
    public async Task An_unknown_flag_is_an_internal_error() => await Refused([2, 0, 0, 0, 0], null, null, StatusCode.Internal);

    [Fact]
    public async Task A_compressed_message_without_an_encoding_is_an_internal_error() =>
        await Refused([1, 0, 0, 0, 1, 0], null, null, StatusCode.Internal);

    [Fact]
    public async Task Damaged_compression_is_an_internal_error() =>
        await Refused([1, 0, 0, 0, 4, 9, 9, 9, 9], null, Gzip, StatusCode.Internal);

    [Fact]
    public async Task A_length_of_four_gigabytes_is_refused_before_anything_is_read() =>
        await Refused([0, 255, 255, 255, 255], 4 * 1024 * 1024, null, StatusCode.ResourceExhausted);

    [Fact]
    public async Task A_message_at_the_limit_is_read_and_one_past_it_is_not()
    {
        Assert.Equal(new byte[] { 1, 2, 3 }, await Read([0, 0, 0, 0, 3, 1, 2, 3], 3, null));
        await Refused([0, 0, 0, 0, 4, 1, 2, 3, 4], 3, null, StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task The_limit_holds_after_decompression_too()
    {
        var atLimit = Compressed(new byte[100_000]);
        var past = Compressed(new byte[100_001]);
        Assert.True(past.Length < 1_000);
        Assert.Equal(100_000, (await Read(atLimit, 100_000, Gzip))!.Length);
        await Refused(past, 100_000, Gzip, StatusCode.ResourceExhausted);
    }

    [Fact]
    public void A_message_past_the_send_limit_is_not_written()
    {
        foreach (var marshaller in new[] { Bytes, InPlace })
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new MessageWriter(output, 3);
            writer.Write(marshaller.ContextualSerializer, [1, 2, 3], true);
            var length = output.WrittenCount;
            var e = Assert.Throws<RpcException>(() => writer.Write(marshaller.ContextualSerializer, [1, 2, 3, 4], true));
            Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
            Assert.Equal(length, output.WrittenCount);
        }
    }

    [Fact]
    public async Task A_message_that_may_not_be_compressed_is_not()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output, null);
        writer.Use(Gzip, null);
        writer.Write(InPlace.ContextualSerializer, [5], mayCompress: false);
        Assert.Equal([0, 0, 0, 0, 1, 5], output.WrittenSpan.ToArray());
        Assert.Equal(new byte[] { 5 }, await Read(Compressed([5]), null, Gzip));
    }

    [Fact]
    public async Task A_deserializer_that_fails_is_an_internal_error()
    {
        var reader = new MessageReader(PipeReader.Create(new MemoryStream([0, 0, 0, 0, 0])), null, null);
        var e = await Assert.ThrowsAsync<RpcException>(
            () => reader.ReadAsync<byte[]>(_ => throw new FormatException("bad"), Cancel).AsTask());
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    private static byte[] Compressed(byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output, null);
        writer.Use(Gzip, null);
        writer.Write(InPlace.ContextualSerializer, payload, mayCompress: true);
        Assert.Equal(1, output.WrittenSpan[0]);
        return output.WrittenSpan.ToArray();
    }

    private static async Task<byte[]?> Read(byte[] wire, int? limit, ICompressionProvider? compression) =>
        await new MessageReader(PipeReader.Create(new MemoryStream(wire)), limit, compression)
            .ReadAsync(InPlace.ContextualDeserializer, Cancel);

    private static async Task Refused(byte[] wire, int? limit, ICompressionProvider? compression, StatusCode code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => Read(wire, limit, compression))).StatusCode);
}
