namespace GrpcExp.Conformance.Http2;

/// <summary>The static table of HPACK (RFC 7541, appendix A) followed by a dynamic one.</summary>
internal sealed class HpackTable
{
    private const int EntryOverhead = 32;

    private static readonly (string Name, string Value)[] Static =
    [
        (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"),
        (":scheme", "http"), (":scheme", "https"), (":status", "200"), (":status", "204"), (":status", "206"),
        (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"), ("accept-charset", ""),
        ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""),
        ("access-control-allow-origin", ""), ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""),
        ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
        ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""),
        ("expect", ""), ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""),
        ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""), ("last-modified", ""), ("link", ""),
        ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""),
        ("referer", ""), ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""),
        ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""),
        ("www-authenticate", ""),
    ];

    private readonly List<(string Name, string Value)> _dynamic = [];
    private int _size;
    private int _limit = 4096;

    public (string Name, string Value) this[int index] => index switch
    {
        < 1 => throw new InvalidDataException("Index 0 names no header."),
        _ when index <= Static.Length => Static[index - 1],
        _ when index <= Static.Length + _dynamic.Count => _dynamic[index - Static.Length - 1],
        _ => throw new InvalidDataException($"Index {index} is beyond the table."),
    };

    public void Add((string Name, string Value) header)
    {
        _dynamic.Insert(0, header);
        _size += SizeOf(header);
        Evict();
    }

    public void Resize(int limit)
    {
        _limit = limit;
        Evict();
    }

    private static int SizeOf((string Name, string Value) header) => header.Name.Length + header.Value.Length + EntryOverhead;

    private void Evict()
    {
        while (_size > _limit)
        {
            _size -= SizeOf(_dynamic[^1]);
            _dynamic.RemoveAt(_dynamic.Count - 1);
        }
    }
}
