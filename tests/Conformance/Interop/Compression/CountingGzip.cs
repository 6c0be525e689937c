using System.IO.Compression;
using Grpc.Net.Compression;

namespace GrpcExp.Interop.Compression;

/// <summary>
/// gzip that counts the messages it packs and unpacks. An application sees no flag that says how a message came:
/// whether its compression was asked to unpack it is the sign. Safe for concurrent use.
/// </summary>
/// <param name="unpacking">Called before each message that is unpacked, in the context of its call.</param>
public sealed class CountingGzip(Action? unpacking = null) : ICompressionProvider
{
    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);
    private int _packed;
    private int _unpacked;

    public string EncodingName => _gzip.EncodingName;

    public int Packed => Volatile.Read(ref _packed);

    public int Unpacked => Volatile.Read(ref _unpacked);

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
    {
        Interlocked.Increment(ref _packed);
        return _gzip.CreateCompressionStream(stream, compressionLevel);
    }

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _unpacked);
        unpacking?.Invoke();
        return _gzip.CreateDecompressionStream(stream);
    }
}
