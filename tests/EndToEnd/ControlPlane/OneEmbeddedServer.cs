namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Classes that share one embedded control plane: each keeps to keys of its own.</summary>
[CollectionDefinition(Name)]
public sealed class OneEmbeddedServer : ICollectionFixture<EmbeddedServer>
{
    public const string Name = "one embedded server";
}
