using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Reflection;

/// <summary>What server reflection says. Event ids 6070 to 6079.</summary>
internal static partial class Log
{
    [LoggerMessage(6070, LogLevel.Debug, "'{ServiceType}' has no descriptor, so that reflection does not list its service; generate it with Grpc.Tools.")]
    public static partial void NoDescriptor(ILogger logger, Type serviceType);
}
