using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>A compression algorithm for messages.</summary>
public interface ICompressionProvider
{
    /// <summary>The name in <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses into another; null means the provider's own level.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that decompresses another.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
