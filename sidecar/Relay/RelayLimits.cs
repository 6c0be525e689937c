namespace GrpcExp.Sidecar.Relay;

/// <summary>Bounds of handing snapshots on.</summary>
internal static class RelayLimits
{
    /// <summary>Most processes that follow at once; one more is RESOURCE_EXHAUSTED.</summary>
    public const int Watchers = 4_096;

    /// <summary>Most characters of a follower's name.</summary>
    public const int NameLength = 200;

    /// <summary>A follower hears something at least this often, and so learns within it that the sidecar is out of touch.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);
}
