using System.Text;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Unit.Rpc;

/// <summary>grpc-message, by "Status-Message" in the gRPC over HTTP/2 protocol.</summary>
public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("plain text ~ !", "plain text ~ !")]
    [InlineData("100%", "100%25")]
    [InlineData("a\tb\r\n", "a%09b%0D%0A")]
    [InlineData("ü", "%C3%BC")]
    [InlineData("☺", "%E2%98%BA")]
    [InlineData("😈", "%F0%9F%98%88")]
    [InlineData("\u007f", "%7F")]
    public void Text_is_written_as_the_protocol_says_and_read_back(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%1", "%1")]
    [InlineData("100% sure", "100% sure")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%e2%98%ba", "☺")]
    public void What_is_no_escape_stands_for_itself(string encoded, string text) =>
        Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void Escapes_that_are_no_UTF8_do_not_fail() => Assert.Equal("a\uFFFDb", PercentEncoding.Decode("a%FFb"));

    [Fact]
    public void Any_text_survives()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(20); length > 0; length--)
            {
                var rune = random.Next(0x110000);
                text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "%");
            }

            var encoded = PercentEncoding.Encode(text.ToString());
            Assert.DoesNotContain(encoded, c => c is < ' ' or > '~');
            Assert.Equal(text.ToString(), PercentEncoding.Decode(encoded));
        }
    }
}
