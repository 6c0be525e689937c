using System.Text;

namespace GrpcExp.Conformance.Http2;

/// <summary>Writes header blocks in the plainest way HPACK has: literals with new names, never indexed (RFC 7541, section 6.2.2).</summary>
internal static class HpackWriter
{
    public static byte[] Write(params (string Name, string Value)[] headers)
    {
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            block.Add(0);
            Add(block, name);
            Add(block, value);
        }

        return [.. block];
    }

    private static void Add(List<byte> block, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var length = bytes.Length;
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            for (length -= 127; length >= 128; length >>= 7)
            {
                block.Add((byte)(length | 128));
            }

            block.Add((byte)length);
        }

        block.AddRange(bytes);
    }
}
