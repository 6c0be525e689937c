using System.Net;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Grpc.Net.Client;
using GrpcExp.Echo.V1;

namespace GrpcExp.Micro.Rpc;

/// <summary>A unary call of 16 bytes over a Unix socket, both sides in one process, against an HTTP/2 request of the same bytes.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EchoBenchmarks
{
    private static readonly byte[] Frame = [0, 0, 0, 0, 16, 10, 14, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

    private EchoHost _host = null!;
    private GrpcChannel _channel = null!;
    private EchoService.EchoServiceClient _client = null!;
    private HttpMessageInvoker _http = null!;
    private EchoMessage _message = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _host = await EchoHost.StartAsync();
        _channel = _host.Connect();
        _client = new EchoService.EchoServiceClient(_channel);
        _http = _host.CreateInvoker();
        _message = new EchoMessage { Body = ByteString.CopyFrom(Frame.AsSpan(7)) };
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _http.Dispose();
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public async Task<int> Bare_HTTP2()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, EchoHost.BareAddress)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame),
        };
        using var response = await _http.SendAsync(request, CancellationToken.None);
        return (await response.Content.ReadAsByteArrayAsync()).Length;
    }

    [Benchmark]
    public async Task<int> Unary_call() => (await _client.EchoAsync(_message)).Body.Length;
}
