using System.Net;
using System.Text;
using System.Text.Json;
using GrpcExp.EndToEnd.Sidecar;
using GrpcExp.Evaluation;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>OFREP 0.3 as it is on the wire.</summary>
public sealed class OfrepTests : IAsyncLifetime
{
    private const string Unit = """{"context":{"targetingKey":"unit-1"}}""";

    private readonly ScratchFolder _folder = new();
    private readonly HttpClient _http = new();
    private SidecarProcess _sidecar = null!;

    private string FlagFile => _folder.PathOf("flags.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _folder.WriteAsync("flags.json", TypedSnapshots.At(1).ToString());
        _sidecar = await SidecarProcess.StartAsync(_folder, [$"file:{FlagFile}"]);
        await _sidecar.UntilAsync(answer => answer.Revision == 1);
        _http.BaseAddress = new Uri(_sidecar.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_tag_of_all_flags_changes_when_a_schedule_begins()
    {
        using var folder = new ScratchFolder();
        var snapshot = Snapshots.At(1, enabled: true);
        snapshot.Flags[0].Rules.Add(new Contracts.Control.V1.Rule
        {
            Key = "soon",
            Variant = "off",
            StartTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddSeconds(2)),
        });
        await folder.WriteAsync("flags.json", Google.Protobuf.JsonFormatter.Default.Format(snapshot));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, Variant: "on" });
        using var http = new HttpClient();
        async Task<HttpResponseMessage> AllAsync(string? known)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{sidecar.HttpAddress}/ofrep/v1/evaluate/flags"))
            {
                Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
            };
            if (known is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
            }

            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        using var before = await AllAsync(null);
        var tag = before.Headers.ETag!.Tag;
        await ControlPlane.Eventually.HoldsAsync(
            async () =>
            {
                using var again = await AllAsync(tag);
                return again.StatusCode != System.Net.HttpStatusCode.NotModified && again.Headers.ETag!.Tag != tag;
            },
            "the tag changed with the schedule");
        Assert.Equal((1, "off"), (await sidecar.UntilAsync(_ => true)) is var answer ? (answer.Revision, answer.Variant) : default);
    }

    [Fact]
    public async Task All_flags_come_with_a_tag_that_covers_the_revision_and_the_context()
    {
        using var first = await PostAsync("", Unit);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var body = await JsonAsync(first);
        Assert.Equal(
            ["broken", "killed", "object", "switch", "targeted", "tested", "text", "whole"],
            body.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("key").GetString()!));
        Assert.All(body.GetProperty("flags").EnumerateArray(), flag => Assert.True(flag.TryGetProperty("value", out _)));
        Assert.Equal(1, body.GetProperty("metadata").GetProperty("revision").GetInt64());
        var tag = first.Headers.ETag!.Tag;

        using var same = await PostAsync("", Unit, tag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync(Cancel)));
        using var other = await PostAsync("", """{"context":{"targetingKey":"unit-2"}}""", tag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(tag, other.Headers.ETag!.Tag);

        await _folder.WriteAsync("flags.json", TypedSnapshots.At(2, isSwitchOn: false).ToString());
        await _sidecar.UntilAsync(answer => answer.Revision == 2);
        using var changed = await PostAsync("", Unit, tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_flag_without_an_answer_costs_the_others_nothing()
    {
        using var response = await PostAsync("", "{}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var flags = (await JsonAsync(response)).GetProperty("flags").EnumerateArray().ToDictionary(flag => flag.GetProperty("key").GetString()!);
        Assert.Equal("TARGETING_KEY_MISSING", flags["tested"].GetProperty("errorCode").GetString());
        Assert.True(flags["switch"].GetProperty("value").GetBoolean());
    }

    [Theory]
    [InlineData("{", "PARSE_ERROR", "The request body is not JSON, at line 1, byte 2.")]
    [InlineData("[]", "INVALID_CONTEXT", "The request body is not a JSON object: send {\"context\": {\"targetingKey\": \"…\"}}.")]
    [InlineData("""{"context":7}""", "INVALID_CONTEXT", "context is a number: send a JSON object.")]
    [InlineData("""{"context":{"targetingKey":7}}""", "INVALID_CONTEXT", "context.targetingKey is a number: send a string.")]
    public async Task A_bad_body_is_refused_with_what_is_wrong_with_it(string body, string code, string details)
    {
        using var response = await PostAsync("/switch", body);
        var error = await JsonAsync(response);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "switch", code, details),
            (response.StatusCode, error.GetProperty("key").GetString(), error.GetProperty("errorCode").GetString(), error.GetProperty("errorDetails").GetString()));
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task Limits_hold_at_the_limit_and_not_past_it()
    {
        var (attributes, tooMany) = (Attributes(EvaluationLimits.Attributes), Attributes(EvaluationLimits.Attributes + 1));
        using var most = await PostAsync("/switch", attributes);
        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        using var more = await PostAsync("/switch", tooMany);
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_CONTEXT"), (more.StatusCode, (await JsonAsync(more)).GetProperty("errorCode").GetString()));

        using var large = await PostAsync("/switch", Unit.PadRight(1024 * 1024));
        Assert.Equal(HttpStatusCode.OK, large.StatusCode);
        using var larger = await PostAsync("/switch", Unit.PadRight((1024 * 1024) + 1));
        Assert.Equal(HttpStatusCode.BadRequest, larger.StatusCode);
        Assert.Contains("over the limit of 1048576 bytes", (await JsonAsync(larger)).GetProperty("errorDetails").GetString());
    }

    [Theory]
    [InlineData("/a/b", "a/b")]
    [InlineData("/Gr%C3%BC%C3%9Fe", "Grüße")]
    public async Task A_key_is_the_rest_of_the_path_however_it_is_escaped(string path, string key)
    {
        using var response = await PostAsync(path, Unit);
        Assert.Equal((HttpStatusCode.NotFound, key), (response.StatusCode, (await JsonAsync(response)).GetProperty("key").GetString()));
    }

    private static string Attributes(int count) =>
        "{\"context\":{\"targetingKey\":\"u\"," + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a{i}\":{i}")) + "}}";

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    private async Task<HttpResponseMessage> PostAsync(string rest, string body, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"ofrep/v1/evaluate/flags{rest}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await _http.SendAsync(request, Cancel);
    }
}
