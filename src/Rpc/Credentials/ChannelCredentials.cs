namespace Grpc.Core;

/// <summary>Whether a channel uses TLS, and which call credentials go with every call.</summary>
public abstract class ChannelCredentials
{
    private protected ChannelCredentials(bool isSecure, CallCredentials? callCredentials)
    {
        IsSecure = isSecure;
        CallCredentials = callCredentials;
    }

    /// <summary>No TLS; for an <c>http</c> address.</summary>
    public static ChannelCredentials Insecure { get; } = new TransportCredentials(false, null);

    /// <summary>TLS; for an <c>https</c> address.</summary>
    public static ChannelCredentials SecureSsl { get; } = new TransportCredentials(true, null);

    internal bool IsSecure { get; }

    internal CallCredentials? CallCredentials { get; }

    /// <summary>Channel credentials with call credentials for every call.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        var all = channelCredentials.CallCredentials is { } first ? CallCredentials.Compose(first, callCredentials) : callCredentials;
        return new TransportCredentials(channelCredentials.IsSecure, all);
    }
}
