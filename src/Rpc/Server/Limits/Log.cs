using System.Net;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>What the limits of a server say. Event ids 6060 to 6069.</summary>
internal static partial class Log
{
    [LoggerMessage(6060, LogLevel.Warning, "Connection {ConnectionId} from {RemoteAddress} was closed: it has reset {Count} calls, more than MaxResetBurst and ResetsPerSecond allow.")]
    public static partial void ConnectionResetTooOften(ILogger logger, string connectionId, IPAddress? remoteAddress, long count);
}
