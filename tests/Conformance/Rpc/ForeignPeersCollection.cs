namespace GrpcExp.Conformance.Rpc;

/// <summary>The tests that share one installation of the foreign peers, and the servers they run.</summary>
[CollectionDefinition(Name)]
public sealed class ForeignPeersCollection : ICollectionFixture<ForeignPeers>
{
    public const string Name = "foreign peers";
}
