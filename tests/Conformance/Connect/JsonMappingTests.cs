using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using GrpcExp.Conformance.Forms;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Conformance.Web;

namespace GrpcExp.Conformance.Connect;

/// <summary>The JSON of Connect calls, held against "ProtoJSON Format" (protobuf.dev/programming-guides/json).</summary>
public sealed class JsonMappingTests : IAsyncLifetime
{
    private const string Send = "/grpcexp.conformance.Echo/Send";

    private BrowserServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await BrowserServer.StartAsync<EchoService>();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_field_has_its_form()
    {
        const string json = """
            {
              "smallNumber": -5, "largeNumber": "9223372036854775807", "unsignedNumber": "18446744073709551615",
              "ratio": 0.5, "flag": true, "text": "☺ \"", "data": "AQI=", "colour": "COLOUR_GREEN",
              "colours": ["COLOUR_GREEN", 7], "counts": {"a": "1"}, "note": "", "child": {"text": "inner"},
              "at": "2024-02-29T12:30:00.500Z", "took": "1.500s", "value": {"k": [1, null, "x", true]}, "wrapped": "0",
              "mask": "text,smallNumber",
              "any": {"@type": "type.googleapis.com/grpcexp.conformance.Everything", "flag": true}
            }
            """;
        var echoed = await EchoAsync(json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(echoed)), echoed);
    }

    [Theory]
    [InlineData("""{"small_number": 5}""", """{ "smallNumber": 5 }""")] // the name in the .proto file
    [InlineData("""{"smallNumber": "5"}""", """{ "smallNumber": 5 }""")] // a number as a string
    [InlineData("""{"largeNumber": 5}""", """{ "largeNumber": "5" }""")] // a string as a number
    [InlineData("""{"colour": 1}""", """{ "colour": "COLOUR_GREEN" }""")]
    [InlineData("""{"text": null, "child": null}""", "{ }")] // null is absence
    [InlineData("""{"smallNumber": 0}""", "{ }")] // a default is left out
    [InlineData("""{"note": ""}""", """{ "note": "" }""")] // unless it says that the field is there
    [InlineData("""{"nobody": {"knows": ["me"]}}""", "{ }")] // an unknown field is ignored
    [InlineData("  {\r\n}\t", "{ }")]
    public async Task Other_forms_are_understood_and_one_is_given_back(string json, string expected) => Assert.Equal(expected, await EchoAsync(json));

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{\"text\": \"a\",\n \"flag\": tru }", "line 2, byte 13")]
    [InlineData("{\"text\": \"a\"} {}", "line 1, byte 15")]
    [InlineData("{\"text\": \"a\",}", "line 1, byte 14")]
    [InlineData("{'text': 1}", "line 1, byte 2")]
    [InlineData("{\"text\"", "line 1, byte 8")]
    public async Task Malformed_JSON_is_an_invalid_argument_and_its_place_is_named(string json, string place)
    {
        var answer = await ConnectTests.PostAsync(_server, Send, HttpVersion.Version11, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Http);
        Assert.Equal("invalid_argument", ConnectTests.Code(answer));
        Assert.Contains(place, Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"smallNumber": "many"}""")]
    [InlineData("""{"smallNumber": 2147483648}""")]
    [InlineData("""{"colour": "COLOUR_OF_MAGIC"}""")]
    [InlineData("""{"data": "!"}""")]
    [InlineData("""{"at": "yesterday"}""")]
    [InlineData("""{"word": "a", "child": {}}""")] // two of a oneof
    [InlineData("""{"any": {"@type": "type.googleapis.com/no.Such"}}""")]
    [InlineData("{\"text\": \"\xd800\"}", true)] // not UTF-8
    public async Task JSON_that_does_not_fit_is_an_invalid_argument(string json, bool isLatin = false)
    {
        var body = isLatin ? [.. "{\"text\": \""u8, 0xff, .. "\"}"u8] : Encoding.UTF8.GetBytes(json);
        var answer = await _server.PostAsync(Send, HttpVersion.Version11, "application/json", body, TestContext.Current.CancellationToken);
        Assert.Equal("invalid_argument", ConnectTests.Code(answer));
        Assert.Contains("grpcexp.conformance.Everything", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    [InlineData(300_000, HttpStatusCode.BadRequest)]
    public async Task Nesting_stops_at_a_hundred_levels(int depth, HttpStatusCode expected)
    {
        var objects = string.Concat(Enumerable.Repeat("{\"child\":", depth - 1)) + "{}" + new string('}', depth - 1);
        Assert.Equal(expected, (await ConnectTests.PostAsync(_server, Send, HttpVersion.Version11, objects)).Http);
        var arrays = "{\"value\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        Assert.Equal(expected, (await ConnectTests.PostAsync(_server, Send, HttpVersion.Version11, arrays)).Http);
        var ignored = "{\"nobody\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        Assert.Equal(expected, (await ConnectTests.PostAsync(_server, Send, HttpVersion.Version11, ignored)).Http);
    }

    private async Task<string> EchoAsync(string json)
    {
        var answer = await ConnectTests.PostAsync(_server, Send, HttpVersion.Version11, json);
        var text = Encoding.UTF8.GetString(answer.Body);
        Assert.True(answer.Http == HttpStatusCode.OK, text);
        return text;
    }
}
