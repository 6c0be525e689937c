using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Web;

/// <summary>Trailers as the last frame of a gRPC-Web response: lower-case names, one line each, ended by CR LF.</summary>
internal static class TrailerFrame
{
    private const byte Flag = 0x80;

    public static void Write(IHeaderDictionary trailers, IBufferWriter<byte> output)
    {
        var text = new StringBuilder();
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                // A line break in a value would forge another trailer.
                if (value is null || value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
                {
                    throw new InvalidOperationException(
                        $"The trailer '{name}' has a character outside printable ASCII; put it under a '-bin' name as base64.");
                }

                text.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
            }
        }

        var header = output.GetSpan(FrameHeader.Size);
        header[0] = Flag;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)text.Length);
        output.Advance(FrameHeader.Size);
        foreach (var chunk in text.GetChunks())
        {
            Encoding.ASCII.GetBytes(chunk.Span, output);
        }
    }
}
