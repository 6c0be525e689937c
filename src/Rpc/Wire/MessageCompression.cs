using System.IO.Compression;
using Grpc.Net.Compression;

namespace GrpcExp.Rpc.Wire;

/// <summary>The encodings that one side understands, by name, and the header that says so.</summary>
internal sealed class MessageCompression
{
    private readonly Dictionary<string, ICompressionProvider> _providers;

    public MessageCompression(IEnumerable<ICompressionProvider>? providers)
    {
        _providers = (providers ?? []).ToDictionary(p => p.EncodingName, StringComparer.OrdinalIgnoreCase);
        // gzip is always understood, so that two sides with default options can always agree on it.
        _providers.TryAdd("gzip", new GzipCompressionProvider(CompressionLevel.Fastest));
        AcceptHeader = string.Join(',', _providers.Keys.Order(StringComparer.Ordinal).Prepend(WireNames.Identity));
    }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptHeader { get; }

    public static bool IsIdentity(string? encoding) =>
        string.IsNullOrEmpty(encoding) || string.Equals(encoding, WireNames.Identity, StringComparison.OrdinalIgnoreCase);

    public bool TryGet(string encoding, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ICompressionProvider? provider) =>
        _providers.TryGetValue(encoding, out provider);

    /// <summary>Whether a peer's <c>grpc-accept-encoding</c> lists an encoding.</summary>
    public static bool Accepts(string? acceptHeader, string encoding)
    {
        if (acceptHeader is null)
        {
            return false;
        }

        foreach (var range in acceptHeader.AsSpan().Split(','))
        {
            if (acceptHeader.AsSpan(range).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
