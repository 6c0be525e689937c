using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>
/// Closes connections that reset their calls in masses ("rapid reset", CVE-2023-44487). Kestrel counts only resets of
/// calls whose handlers still run, which handlers that notice the reset at once never do for long.
/// </summary>
internal sealed class ClientResets(IOptions<RpcServerLimits> options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ConditionalWeakTable<IConnectionLifetimeFeature, ResetBucket> _buckets = [];
    private readonly ILogger _logger = loggers.CreateLogger("GrpcExp.Rpc.Server.Limits");
    private readonly int _burst = options.Value.MaxResetBurst ?? 0;
    private readonly double _perSecond = options.Value.ResetsPerSecond;
    private long _total;

    public bool IsOn => _burst > 0;

    /// <summary>How many resets were counted on all connections.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Counts a request that has ended, if the client reset it. Nothing is locked or allocated when it did not.</summary>
    public void NoteEnd(HttpContext http)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            NoteReset(http);
        }
    }

    /// <summary>Counts a request that the client reset.</summary>
    public void NoteReset(HttpContext http)
    {
        // A connection that has gone takes its calls with it; nobody reset them.
        if (!IsOn || http.Features.Get<IConnectionLifetimeFeature>() is not { ConnectionClosed.IsCancellationRequested: false } connection)
        {
            return;
        }

        // Not in the connection's Items: the transport makes them when they are asked for, and twice when two ask at once.
        var bucket = _buckets.GetValue(connection, _ => new ResetBucket(_burst, _perSecond, time));
        var isTooOften = bucket.TakeLast();
        Interlocked.Increment(ref _total);
        if (isTooOften)
        {
            Log.ConnectionResetTooOften(_logger, http.Connection.Id, http.Connection.RemoteIpAddress, bucket.Count);
            connection.Abort();
        }
    }
}
