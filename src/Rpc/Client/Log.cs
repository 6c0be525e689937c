using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Client;

/// <summary>What the client side says. Event ids 6020 to 6039.</summary>
internal static partial class Log
{
    [LoggerMessage(6020, LogLevel.Debug, "{Method}: attempt {Attempt} ended with {StatusCode}; trying again in {Wait}.")]
    public static partial void Retrying(ILogger logger, string method, int attempt, StatusCode statusCode, TimeSpan wait);

    [LoggerMessage(6021, LogLevel.Warning, "{Method}: the call credentials were not sent, because the connection has no TLS. Use an https address, or set UnsafeUseInsecureChannelCallCredentials.")]
    public static partial void CredentialsWithheld(ILogger logger, string method);

    [LoggerMessage(6022, LogLevel.Debug, "{Method}: no connection could be made; the call waits for one and tries again in {Wait}.")]
    public static partial void WaitingForConnection(ILogger logger, string method, TimeSpan wait, Exception failure);

    [LoggerMessage(6023, LogLevel.Debug, "{Method}: attempt {Attempt} ended with {StatusCode} and is the last, because the requests passed MaxRetryBufferPerCallSize or MaxRetryBufferSize.")]
    public static partial void TooLargeToRepeat(ILogger logger, string method, int attempt, StatusCode statusCode);
}
