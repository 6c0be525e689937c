using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Server;

/// <summary>What the server side says. Event ids 6000 to 6019.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Error, "The handler of {Method} threw.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string method);

    [LoggerMessage(6001, LogLevel.Debug, "{Method} ended with {StatusCode}: {Detail}")]
    public static partial void HandlerStatus(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(6002, LogLevel.Debug, "{Method} passed its deadline.")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(6003, LogLevel.Debug, "The caller of {Method} left.")]
    public static partial void CallerLeft(ILogger logger, string method);

    [LoggerMessage(6004, LogLevel.Debug, "{Path} is not implemented here.")]
    public static partial void Unimplemented(ILogger logger, string path);
}
