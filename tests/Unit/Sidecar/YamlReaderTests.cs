using System.Text.Json.Nodes;
using GrpcExp.Sidecar;

namespace GrpcExp.Unit.Sidecar;

public sealed class YamlReaderTests
{
    [Fact]
    public void Scalars_are_what_they_look_like_and_quotes_make_text()
    {
        const string Yaml = """
            environment: test
            flags:
              - key: a
                enabled: true
                version: 3
                share: 0.5
                off: ~
                text: "true"
                number: '7'
            """;
        const string Expected = """
            {"environment":"test","flags":[{"key":"a","enabled":true,"version":3,"share":0.5,"off":null,"text":"true","number":"7"}]}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(YamlReader.ToJson(Yaml))));
    }

    [Theory]
    [Trait("Promise", "P7")]
    [InlineData("a: &x [1]\nb: *x", "aliases")]
    [InlineData("a: [1", "line")]
    [InlineData("a: b: c", "line 1")]
    [InlineData("- a\nb", "line")]
    public void What_cannot_be_read_is_refused_with_its_place(string yaml, string because) =>
        Assert.Contains(because, Assert.Throws<FormatException>(() => YamlReader.ToJson(yaml)).Message);

    [Fact]
    [Trait("Promise", "P7")]
    public void Nesting_is_bounded() =>
        Assert.Throws<FormatException>(() => YamlReader.ToJson(new string('[', 1_000) + new string(']', 1_000)));
}
