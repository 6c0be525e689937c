using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.EndToEnd.Sidecar;
using V1 = GrpcExp.Contracts.Flagd.V1;
using V2 = GrpcExp.Contracts.Flagd.V2;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>Both versions of flagd's evaluation protocol as they are on the wire.</summary>
public sealed class FlagdTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private SidecarProcess _sidecar = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _folder.WriteAsync("flags.json", TypedSnapshots.At(1).ToString());
        _sidecar = await SidecarProcess.StartAsync(_folder, [$"file:{_folder.PathOf("flags.json")}"]);
        await _sidecar.UntilAsync(answer => answer.Revision == 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Version_1_answers_all_flags_and_each_type()
    {
        using var channel = _sidecar.OpenChannel();
        var client = new V1.Service.ServiceClient(channel);
        var all = await client.ResolveAllAsync(new V1.ResolveAllRequest { Context = Unit() }, cancellationToken: Cancel);
        Assert.Equal(
            "broken 2.5, killed true, object { \"a\": [ 1, true, null, \"x\" ], \"b\": { \"c\": 0.5 } }, switch true, targeted false, text Grüße, whole 42",
            string.Join(", ", all.Flags.Where(f => f.Key != "tested").OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {Describe(f.Value)}")));
        Assert.Equal(1, all.Metadata.Fields["revision"].NumberValue);
        var killed = await client.ResolveBooleanAsync(new V1.ResolveBooleanRequest { FlagKey = "killed", Context = Unit() }, cancellationToken: Cancel);
        Assert.Equal((true, "DISABLED", "served"), (killed.Value, killed.Reason, killed.Variant));
        Assert.Equal(42, (await client.ResolveIntAsync(new V1.ResolveIntRequest { FlagKey = "whole" }, cancellationToken: Cancel)).Value);
        Assert.Equal(42, (await client.ResolveFloatAsync(new V1.ResolveFloatRequest { FlagKey = "whole" }, cancellationToken: Cancel)).Value);
        Assert.Equal(2.5, (await client.ResolveFloatAsync(new V1.ResolveFloatRequest { FlagKey = "broken" }, cancellationToken: Cancel)).Value);
        Assert.Equal("Grüße", (await client.ResolveStringAsync(new V1.ResolveStringRequest { FlagKey = "text" }, cancellationToken: Cancel)).Value);
        Assert.Equal(0.5, (await client.ResolveObjectAsync(new V1.ResolveObjectRequest { FlagKey = "object" }, cancellationToken: Cancel))
            .Value.Fields["b"].StructValue.Fields["c"].NumberValue);

        // A flag that needs a unit has no answer without one, and the others have.
        var without = await client.ResolveAllAsync(new V1.ResolveAllRequest(), cancellationToken: Cancel);
        Assert.Equal(7, without.Flags.Count);
        Assert.DoesNotContain("tested", without.Flags.Keys);
    }

    [Fact]
    public async Task Version_2_leaves_value_and_variant_out_while_a_flag_is_killed()
    {
        using var channel = _sidecar.OpenTcpChannel();
        var client = new V2.Service.ServiceClient(channel);
        var killed = await client.ResolveBooleanAsync(new V2.ResolveBooleanRequest { FlagKey = "killed", Context = Unit() }, cancellationToken: Cancel);
        Assert.Equal((false, false, "DISABLED"), (killed.HasValue, killed.HasVariant, killed.Reason));
        var on = await client.ResolveBooleanAsync(new V2.ResolveBooleanRequest { FlagKey = "switch", Context = Unit() }, cancellationToken: Cancel);
        Assert.Equal((true, true, "served", "STATIC"), (on.HasValue, on.Value, on.Variant, on.Reason));
    }

    [Theory]
    [InlineData("no-such-flag", StatusCode.NotFound, "There is no flag 'no-such-flag' at revision 1.")]
    [InlineData("text", StatusCode.InvalidArgument, "Flag 'text' is not of the expected type.")]
    [InlineData("tested", StatusCode.Unknown, "Flag 'tested' is decided by the unit's bucket: give a targetingKey.")]
    public async Task What_has_no_answer_is_a_status_that_says_why(string key, StatusCode code, string detail)
    {
        using var channel = _sidecar.OpenChannel();
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await new V2.Service.ServiceClient(channel).ResolveBooleanAsync(new V2.ResolveBooleanRequest { FlagKey = key }, cancellationToken: Cancel));
        Assert.Equal((code, detail), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task A_stop_is_told_on_the_stream_of_events()
    {
        using var channel = _sidecar.OpenChannel();
        using var events = new V2.Service.ServiceClient(channel).EventStream(new V2.EventStreamRequest(), cancellationToken: Cancel);
        Assert.True(await events.ResponseStream.MoveNext(Cancel));
        Assert.Equal("provider_ready", events.ResponseStream.Current.Type);
        var stopping = _sidecar.StopAsync();
        Assert.True(await events.ResponseStream.MoveNext(Cancel));
        Assert.Equal("provider_shutdown", events.ResponseStream.Current.Type);
        Assert.False(await events.ResponseStream.MoveNext(Cancel));
        Assert.Equal(0, await stopping);
    }

    private static Struct Unit() => new() { Fields = { ["targetingKey"] = Value.ForString("unit-1") } };

    private static string Describe(V1.AnyFlag flag) => flag.ValueCase switch
    {
        V1.AnyFlag.ValueOneofCase.BoolValue => flag.BoolValue ? "true" : "false",
        V1.AnyFlag.ValueOneofCase.DoubleValue => flag.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        V1.AnyFlag.ValueOneofCase.StringValue => flag.StringValue,
        _ => flag.ObjectValue.ToString(),
    };
}
