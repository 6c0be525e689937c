using Microsoft.AspNetCore.Builder;

namespace GrpcExp.Rpc;

/// <summary>Turns the Connect protocol off for mapped services.</summary>
public static class ConnectEndpointConventionBuilderExtensions
{
    /// <summary>Does not serve the methods over Connect, which they are by default.</summary>
    public static TBuilder DisableConnect<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(new DisableConnectAttribute()));
        return builder;
    }
}
