namespace GrpcExp.Sync;

/// <summary>The names that the control plane writes and sidecars read in Redis.</summary>
public static class RedisNames
{
    /// <summary>Key of the newest snapshot: a serialized SnapshotEnvelope.</summary>
    /// <param name="environment">Name of the environment.</param>
    public static string SnapshotKey(string environment) => $"grpcexp:{environment}:snapshot";

    /// <summary>Channel of changes and heartbeats: serialized ChangeMessages.</summary>
    /// <param name="environment">Name of the environment.</param>
    public static string ChangesChannel(string environment) => $"grpcexp:{environment}:changes";
}
