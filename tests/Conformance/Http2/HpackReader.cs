using System.Text;

namespace GrpcExp.Conformance.Http2;

/// <summary>Reads the header blocks of one direction of a connection (RFC 7541, section 6).</summary>
internal sealed class HpackReader
{
    private readonly HpackTable _table = new();

    public IReadOnlyList<(string Name, string Value)> Read(ReadOnlySpan<byte> block)
    {
        var headers = new List<(string Name, string Value)>();
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                headers.Add(_table[Integer(ref block, 7)]);
            }
            else if ((first & 0xe0) == 0x20)
            {
                _table.Resize(Integer(ref block, 5));
            }
            else
            {
                var isIndexed = (first & 0x40) != 0;
                var index = Integer(ref block, isIndexed ? 6 : 4);
                var header = (index == 0 ? Text(ref block) : _table[index].Name, Text(ref block));
                headers.Add(header);
                if (isIndexed)
                {
                    _table.Add(header);
                }
            }
        }

        return headers;
    }

    private static string Text(ref ReadOnlySpan<byte> block)
    {
        var isHuffman = (block[0] & 0x80) != 0;
        var length = Integer(ref block, 7);
        var bytes = block[..length];
        block = block[length..];
        return Encoding.Latin1.GetString(isHuffman ? HuffmanCode.Decode(bytes) : bytes);
    }

    private static int Integer(ref ReadOnlySpan<byte> block, int prefixBits)
    {
        var mask = (1 << prefixBits) - 1;
        var value = block[0] & mask;
        block = block[1..];
        if (value < mask)
        {
            return value;
        }

        for (var shift = 0; ; shift += 7)
        {
            var octet = block[0];
            block = block[1..];
            value = checked(value + ((octet & 0x7f) << shift));
            if ((octet & 0x80) == 0)
            {
                return value;
            }
        }
    }
}
