using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Conformance.Http2;

/// <summary>Small messages that unpack to huge ones.</summary>
public sealed class DecompressionBombTests
{
    private const int Limit = 4 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gibibyte_of_zeros_in_a_mebibyte_is_RESOURCE_EXHAUSTED_on_the_wire()
    {
        await using var server = await LimitedServer.StartAsync();
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        var bomb = await BombAsync();
        await connection.WriteAsync(RawHttp2Client.Call(1, RawHttp2Client.StreamingInputCall, false, ("grpc-encoding", "gzip")));
        await connection.WriteDataAsync(RawGrpcServerSide.DataFrames(1, bomb));
        var (headers, _) = await connection.EndOfAsync(1).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Equal("8", headers["grpc-status"]);
        await connection.CallEmptyAsync(3);
    }

    [Fact]
    public async Task Unpacking_stops_at_the_limit_and_takes_a_small_multiple_of_it()
    {
        var bomb = await BombAsync();
        var reader = new MessageReader(PipeReader.Create(new MemoryStream(bomb)), Limit, new GzipCompressionProvider(CompressionLevel.Fastest));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = reader.ReadAsync(c => c.PayloadAsNewBuffer(), Cancel);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // All on this thread, or the count would be of something else.
        Assert.True(read.IsCompleted);
        var e = await Assert.ThrowsAsync<RpcException>(() => read.AsTask());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.InRange(allocated, 0, 6L * Limit);
    }

    private static async Task<byte[]> BombAsync()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 1024; i++)
            {
                await gzip.WriteAsync(zeros, Cancel);
            }
        }

        var length = (int)packed.Length;
        Assert.InRange(length, 500_000, Limit);
        var message = new byte[FrameHeader.Size + length];
        message[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), length);
        packed.GetBuffer().AsSpan(0, length).CopyTo(message.AsSpan(FrameHeader.Size));
        return message;
    }
}
