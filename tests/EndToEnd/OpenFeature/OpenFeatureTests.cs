using System.Text.Json;
using GrpcExp.EndToEnd.Sidecar;
using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>OpenFeature's own server SDK with its flagd and OFREP providers against the native sidecar.</summary>
public sealed class OpenFeatureTests(OpenFeaturePackages packages) : IClassFixture<OpenFeaturePackages>, IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private SidecarProcess _sidecar = null!;

    public static TheoryData<string> Transports => ["tcp", "unix", "ofrep"];

    private string FlagFile => _folder.PathOf("flags.json");

    public async ValueTask InitializeAsync()
    {
        await WriteAsync(TypedSnapshots.At(1));
        _sidecar = await SidecarProcess.StartAsync(_folder, [$"file:{FlagFile}"]);
        await _sidecar.UntilAsync(answer => answer.Revision == 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Every_type_is_resolved_with_its_variant_and_reason(string transport)
    {
        await using var client = await StartAsync(transport);
        Assert.Equal("true served STATIC", Describe(await client.AskAsync("boolean", "switch", "false")));
        Assert.Equal("\"Gr\\u00FC\\u00DFe\" served STATIC", Describe(await client.AskAsync("string", "text", "\"\"")));
        Assert.Equal("42 served STATIC", Describe(await client.AskAsync("number", "whole", "0")));
        Assert.Equal("2.5 served STATIC", Describe(await client.AskAsync("number", "broken", "0")));
        Assert.Equal(
            """{"a":[1,true,null,"x"],"b":{"c":0.5}} served STATIC""", Describe(await client.AskAsync("object", "object", "{}")));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Attributes_decide_rules_and_the_targeting_key_experiments(string transport)
    {
        await using var client = await StartAsync(transport);
        var german = """{"targetingKey":"unit-1","country":"DE","nested":{"a":1},"none":null,"list":["a"],"age":30}""";
        Assert.Equal("true german TARGETING_MATCH", Describe(await client.AskAsync("boolean", "targeted", "false", german)));
        Assert.Equal("false served DEFAULT", Describe(await client.AskAsync("boolean", "targeted", "true", """{"targetingKey":"unit-1","country":"FR"}""")));

        var model = SnapshotModel.Compile(SnapshotMapping.ToConfig(TypedSnapshots.At(1)));
        for (var i = 0; i < 100; i++)
        {
            var expected = Evaluator.Evaluate(model, new EvaluationRequest("tested", $"unit-{i}"), DateTimeOffset.UnixEpoch);
            var answer = await client.AskAsync("boolean", "tested", "false", $$"""{"targetingKey":"unit-{{i}}"}""");
            Assert.Equal((expected.Variant, expected.Value.AsBool), (answer.GetProperty("variant").GetString(), answer.GetProperty("value").GetBoolean()));
            Assert.Equal(expected.Reason == EvaluationReason.Split ? "SPLIT" : "DEFAULT", answer.GetProperty("reason").GetString());
            Assert.Equal(expected.Bucket, answer.GetProperty("flagMetadata").GetProperty("bucket").GetInt32());
        }
    }

    [Theory]
    [InlineData("tcp", "boolean", "no-such-flag", "FLAG_NOT_FOUND")]
    [InlineData("unix", "string", "switch", "TYPE_MISMATCH")]
    [InlineData("ofrep", "boolean", "no-such-flag", "FLAG_NOT_FOUND")]
    [InlineData("ofrep", "string", "switch", "TYPE_MISMATCH")]
    [InlineData("tcp", "boolean", "tested", "GENERAL")]
    [InlineData("ofrep", "boolean", "tested", "TARGETING_KEY_MISSING")]
    public async Task What_has_no_answer_gives_the_default_of_the_code_and_says_why(string transport, string type, string key, string code)
    {
        await using var client = await StartAsync(transport);
        var fallback = type == "string" ? "\"mine\"" : "true";
        var answer = await client.AskAsync(type, key, fallback, "{}");
        Assert.Equal((fallback, "ERROR", code), (answer.GetProperty("value").GetRawText(), answer.GetProperty("reason").GetString(), answer.GetProperty("errorCode").GetString()));
    }

    [Fact]
    public async Task A_killed_flag_gives_the_default_of_the_code_over_flagd_and_the_off_variant_over_OFREP()
    {
        await using (var flagd = await StartAsync("unix"))
        {
            var answer = await flagd.AskAsync("boolean", "killed", "false");
            Assert.Equal(("false", "DISABLED"), (answer.GetProperty("value").GetRawText(), answer.GetProperty("reason").GetString()));
        }

        await using var ofrep = await StartAsync("ofrep");
        Assert.Equal("true served DISABLED", Describe(await ofrep.AskAsync("boolean", "killed", "false")));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("unix")]
    public async Task A_change_is_told_with_its_flags_so_that_what_a_client_has_cached_is_asked_for_again(string transport)
    {
        await using var client = await StartAsync(transport);
        Assert.Equal("STATIC", (await client.AskAsync("boolean", "switch", "false")).GetProperty("reason").GetString());
        Assert.Equal("CACHED", (await client.AskAsync("boolean", "switch", "false")).GetProperty("reason").GetString());
        Assert.Equal("CACHED", (await CachedAsync(client, "whole")).GetProperty("reason").GetString());
        await WriteAsync(TypedSnapshots.At(2, isSwitchOn: false));
        Assert.Equal(["switch"], await client.ChangeAsync());
        Assert.Equal("false served STATIC", Describe(await client.AskAsync("boolean", "switch", "true")));
        Assert.Equal("CACHED", (await client.AskAsync("number", "whole", "0")).GetProperty("reason").GetString());
    }

    private static async Task<JsonElement> CachedAsync(OpenFeatureClient client, string key)
    {
        await client.AskAsync("number", key, "0");
        return await client.AskAsync("number", key, "0");
    }

    private static string Describe(JsonElement answer) =>
        $"{JsonSerializer.Serialize(answer.GetProperty("value"))} {answer.GetProperty("variant").GetString()} {answer.GetProperty("reason").GetString()}";

    private Task<OpenFeatureClient> StartAsync(string transport) => transport switch
    {
        "tcp" => OpenFeatureClient.StartAsync(packages.Folder, "flagd", "--port", _sidecar.GrpcPort),
        "unix" => OpenFeatureClient.StartAsync(packages.Folder, "flagd", "--socket", _sidecar.GrpcSocket),
        _ => OpenFeatureClient.StartAsync(packages.Folder, "ofrep", "--url", _sidecar.HttpAddress),
    };

    private Task WriteAsync(GrpcExp.Contracts.Sync.V1.Snapshot snapshot) => _folder.WriteAsync("flags.json", snapshot.ToString());
}
