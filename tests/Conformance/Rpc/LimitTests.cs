using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Message size limits, at the limit and one past it.</summary>
public sealed class LimitTests
{
    private const int Default = 4 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task The_server_reads_four_mebibytes_and_not_one_byte_more(string? encoding)
    {
        await using var server = await ScriptedServer.StartAsync(new Script());
        var headers = encoding is null ? null : new Metadata { { "grpc-internal-encoding-request", encoding } };
        await server.Client.UnaryCallAsync(RequestOf(Default), headers, cancellationToken: Cancel);
        await Exhausted(server.Client.UnaryCallAsync(RequestOf(Default + 1), headers, cancellationToken: Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task The_client_reads_four_mebibytes_and_not_one_byte_more(string? encoding)
    {
        var size = Default;
        var script = new Script { Unary = (_, _) => Task.FromResult(ResponseOf(size)) };
        await using var server = await ScriptedServer.StartAsync(script, o => o.ResponseCompressionAlgorithm = encoding);
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        size = Default + 1;
        await Exhausted(server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task The_server_sends_up_to_its_limit()
    {
        var size = 1000;
        var script = new Script { Unary = (_, _) => Task.FromResult(ResponseOf(size)) };
        await using var server = await ScriptedServer.StartAsync(script, o => o.MaxSendMessageSize = 1000);
        await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        size = 1001;
        await Exhausted(server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task The_client_sends_up_to_its_limit()
    {
        await using var server = await ScriptedServer.StartAsync(new Script(), null, new GrpcChannelOptions { MaxSendMessageSize = 1000 });
        await server.Client.UnaryCallAsync(RequestOf(1000), cancellationToken: Cancel);
        await Exhausted(server.Client.UnaryCallAsync(RequestOf(1001), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Without_a_limit_a_message_of_forty_mebibytes_passes_both_ways()
    {
        const int size = 40 * 1024 * 1024;
        var script = new Script { Unary = (request, _) => Task.FromResult(new SimpleResponse { Payload = request.Payload }) };
        await using var server = await ScriptedServer.StartAsync(
            script, o => o.MaxReceiveMessageSize = null, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var response = await server.Client.UnaryCallAsync(RequestOf(size), cancellationToken: Cancel);
        Assert.Equal(size, response.CalculateSize());
    }

    private static async Task Exhausted(AsyncUnaryCall<SimpleResponse> call)
    {
        using (call)
        {
            var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
            Assert.Contains("MessageSize", e.Status.Detail, StringComparison.Ordinal);
        }
    }

    // Payloads whose message has exactly the size: two nested length-prefixed fields around the body.
    private static SimpleRequest RequestOf(int size) => Fit(size, body => new SimpleRequest { Payload = new Payload { Body = body } });

    private static SimpleResponse ResponseOf(int size) => Fit(size, body => new SimpleResponse { Payload = new Payload { Body = body } });

    private static T Fit<T>(int size, Func<ByteString, T> make)
        where T : IMessage
    {
        var overhead = make(ByteString.CopyFrom(new byte[size])).CalculateSize() - size;
        var message = make(ByteString.CopyFrom(new byte[size - overhead]));
        Assert.Equal(size, message.CalculateSize());
        return message;
    }
}
