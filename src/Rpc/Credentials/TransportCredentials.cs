namespace Grpc.Core;

/// <summary>The one kind of <see cref="ChannelCredentials"/>.</summary>
internal sealed class TransportCredentials(bool isSecure, CallCredentials? callCredentials)
    : ChannelCredentials(isSecure, callCredentials);
