namespace Grpc.AspNetCore.Server;

/// <summary>Options of one service; what is set here wins over the options of the server, and interceptors come after.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
    internal GrpcServiceOptions Over(GrpcServiceOptions server)
    {
        var merged = new GrpcServiceOptions
        {
            MaxReceiveMessageSize = HasMaxReceiveMessageSize ? MaxReceiveMessageSize : server.MaxReceiveMessageSize,
            MaxSendMessageSize = HasMaxSendMessageSize ? MaxSendMessageSize : server.MaxSendMessageSize,
            EnableDetailedErrors = EnableDetailedErrors ?? server.EnableDetailedErrors,
            CompressionProviders = CompressionProviders.Count > 0 ? CompressionProviders : server.CompressionProviders,
            ResponseCompressionAlgorithm = ResponseCompressionAlgorithm ?? server.ResponseCompressionAlgorithm,
            ResponseCompressionLevel = ResponseCompressionLevel ?? server.ResponseCompressionLevel,
        };
        foreach (var interceptor in server.Interceptors.Concat(Interceptors))
        {
            merged.Interceptors.Add(interceptor);
        }

        return merged;
    }
}
