using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Connect;

/// <summary>What serving Connect says. Event ids 6050 to 6059.</summary>
internal static partial class Log
{
    [LoggerMessage(6050, LogLevel.Debug, "A Connect request for {Method} was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string method, string reason);

    [LoggerMessage(6051, LogLevel.Debug, "A Connect request for {Method} was malformed: {Reason}")]
    public static partial void Malformed(ILogger logger, string method, string reason);
}
