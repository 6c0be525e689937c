using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>
/// Looks at the bytes of the snapshot that Redis holds. The publisher only knows which revision it put there; a value that
/// something else has damaged stays until the next change, unless it is set again here.
/// </summary>
internal sealed class RedisSnapshotCheck(string endpoint, string environment)
{
    // What the publisher has set meanwhile is newer and right.
    private const string Replace = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
          return 0
        end
        redis.call('SET', KEYS[1], ARGV[2])
        redis.call('SET', KEYS[2], ARGV[3])
        return 1
        """;

    private readonly RedisKey[] _keys = [RedisNames.SnapshotKey(environment), RedisNames.SnapshotKey(environment) + ":revision"];

    /// <summary>Compares Redis with the newest snapshot, and puts that in the place of a damaged one; null when all is well, else what was wrong.</summary>
    /// <exception cref="RedisException">Redis is away.</exception>
    public async Task<string?> RepairAsync(SnapshotEnvelope newest)
    {
        var options = ConfigurationOptions.Parse(endpoint);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = 3_000;
        options.SyncTimeout = 3_000;
        options.ClientName = "grpcexp-reconciliation";
        using var redis = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
        var database = redis.GetDatabase();
        var held = await database.StringGetAsync(_keys[0]).ConfigureAwait(false);

        // The publisher sets a missing one with its next heartbeat.
        if (held.IsNull || Problem((byte[])held!, newest) is not { } problem)
        {
            return null;
        }

        RedisValue[] values = [held, newest.ToByteArray(), $"{newest.Epoch} {newest.Revision}"];
        return (long)await database.ScriptEvaluateAsync(Replace, _keys, values).ConfigureAwait(false) == 1 ? problem : null;
    }

    /// <summary>What is wrong with the bytes that Redis holds; null when they are a snapshot as it was committed.</summary>
    internal static string? Problem(byte[] held, SnapshotEnvelope newest)
    {
        SnapshotEnvelope envelope;
        try
        {
            envelope = SnapshotEnvelope.Parser.ParseFrom(held);
        }
        catch (InvalidProtocolBufferException)
        {
            return "it is no snapshot";
        }

        if (!SHA256.HashData(envelope.Body.Span).AsSpan().SequenceEqual(envelope.Sha256.Span))
        {
            return "its bytes do not fit its hash";
        }

        // Another revision is on its way in or out, and the publisher's to judge.
        return (envelope.Epoch, envelope.Revision) == (newest.Epoch, newest.Revision) && envelope.Sha256 != newest.Sha256
            ? $"revision {newest.Revision} is not the one that was committed"
            : null;
    }
}
