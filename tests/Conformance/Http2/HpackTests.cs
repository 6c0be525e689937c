namespace GrpcExp.Conformance.Http2;

/// <summary>The header codec of the raw peers against the examples of RFC 7541, appendix C.</summary>
public sealed class HpackTests
{
    [Fact]
    public void Requests_with_Huffman_codes_read_as_in_C_4()
    {
        var reader = new HpackReader();
        Assert.Equal(
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")],
            reader.Read(Convert.FromHexString("828684418cf1e3c2e5f23a6ba0ab90f4ff")));
        Assert.Equal(
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com"), ("cache-control", "no-cache")],
            reader.Read(Convert.FromHexString("828684be5886a8eb10649cbf")));
        Assert.Equal(
            [(":method", "GET"), (":scheme", "https"), (":path", "/index.html"), (":authority", "www.example.com"), ("custom-key", "custom-value")],
            reader.Read(Convert.FromHexString("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        (string, string)[] headers = [("a", ""), ("long", new string('x', 20_000)), ("é", "ÿ")];
        Assert.Equal(headers, new HpackReader().Read(HpackWriter.Write(headers)));
    }
}
