using GrpcExp.Client;

namespace GrpcExp.Load.Targets;

/// <summary>Clients with a connection each.</summary>
internal sealed class ClientSet(Func<GrpcExpClient> open, int count) : IAsyncDisposable
{
    public IReadOnlyList<GrpcExpClient> Clients { get; } = [.. Enumerable.Range(0, count).Select(_ => open())];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
        {
            await client.DisposeAsync();
        }
    }
}
