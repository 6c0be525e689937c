using System.IO.Compression;

namespace GrpcExp.Conformance.Web;

/// <summary>RFC 1952, by the runtime.</summary>
internal static class Gzip
{
    public static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }

    public static byte[] Unpack(byte[] packed)
    {
        using var plain = new MemoryStream();
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
