using GrpcExp.Cli.Checkout;
using GrpcExp.Tests;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>The client's script with the packages that it needs, under artifacts/.</summary>
public sealed class OpenFeaturePackages : IAsyncLifetime
{
    private readonly SourceCheckout _checkout = SourceCheckout.Find()!;

    public string Folder => _checkout.PathOf("artifacts", "openfeature-clients");

    public async ValueTask InitializeAsync() =>
        await NpmFolder.PrepareAsync(_checkout.PathOf("tests", "EndToEnd", "OpenFeature", "clients"), Folder);

    public ValueTask DisposeAsync() => default;
}
