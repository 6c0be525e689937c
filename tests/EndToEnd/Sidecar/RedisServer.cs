using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>A Redis of one test alone, which can be killed and started again on the same port, with its data or without.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder = new();
    private readonly int _port;
    private Process? _process;

    private RedisServer(int port) => _port = port;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, _port);

    public string Address => EndPoint.ToString();

    public static async Task<RedisServer> StartAsync()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var server = new RedisServer(((IPEndPoint)probe.LocalEndpoint).Port);
        probe.Stop();
        Directory.CreateDirectory(server._folder.PathOf("data"));
        await server.StartAgainAsync();
        return server;
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public void LoseData()
    {
        Directory.Delete(_folder.PathOf("data"), recursive: true);
        Directory.CreateDirectory(_folder.PathOf("data"));
    }

    public async Task StartAgainAsync()
    {
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            [
                "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.PathOf("data"),
                "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--logfile", _folder.PathOf("redis.log"),
            ]))!;
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.True(clock.Elapsed < Deadline, "Redis did not start.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task FlushAsync()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        await redis.GetServer(EndPoint).FlushAllDatabasesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync($"{Address},connectTimeout=500,connectRetry=1");
            await redis.GetDatabase().PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
