namespace GrpcExp.Rpc.Server;

/// <summary>
/// The feature of a request that came by another protocol than gRPC. Its body, response and trailers are replaced by
/// ones that translate, so that the call itself need not know.
/// </summary>
internal interface ITranslatedCall
{
    /// <summary>Whether trailers stay trailers even in a response without a message.</summary>
    bool KeepsTrailersApart { get; }
}
