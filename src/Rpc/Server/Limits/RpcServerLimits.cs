namespace GrpcExp.Rpc;

/// <summary>
/// Limits of a gRPC server against callers that waste its time, beside the sizes in GrpcServiceOptions and the limits of
/// Kestrel. Set them with <c>services.Configure&lt;RpcServerLimits&gt;(…)</c> before the server starts.
/// </summary>
public sealed class RpcServerLimits
{
    private double? _minMessageDataRate = 240;
    private TimeSpan _messageGracePeriod = TimeSpan.FromSeconds(5);
    private int? _maxResetBurst = 1000;
    private double _resetsPerSecond = 33;

    /// <summary>
    /// How fast a request message has to arrive once it has begun, in bytes a second: in every
    /// <see cref="MessageGracePeriod"/> at least as many bytes as this rate makes, or the rest of the message. Calls with
    /// one request have to begin it at once; streams may stay silent between messages for as long as they like. A call
    /// that is slower ends with RESOURCE_EXHAUSTED. More than 0; default 240, null means no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not more than 0.</exception>
    public double? MinMessageDataRate
    {
        get => _minMessageDataRate;
        set => _minMessageDataRate = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MinMessageDataRate is in bytes a second and more than 0; null means no limit.");
    }

    /// <summary>Over how long <see cref="MinMessageDataRate"/> is measured. 100 ms to an hour; default 5 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside that range.</exception>
    public TimeSpan MessageGracePeriod
    {
        get => _messageGracePeriod;
        set => _messageGracePeriod = value >= TimeSpan.FromMilliseconds(100) && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MessageGracePeriod is between 100 ms and an hour.");
    }

    /// <summary>
    /// How many calls a connection may reset in one go before it is closed. Each reset takes one of these and
    /// <see cref="ResetsPerSecond"/> come back. 1 or more; default 1000, null means no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int? MaxResetBurst
    {
        get => _maxResetBurst;
        set => _maxResetBurst = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxResetBurst is 1 or more; null means no limit.");
    }

    /// <summary>How many resets a second a connection may go on with for ever. 0 or more; default 33.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public double ResetsPerSecond
    {
        get => _resetsPerSecond;
        set => _resetsPerSecond = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ResetsPerSecond is a finite number, 0 or more.");
    }
}
