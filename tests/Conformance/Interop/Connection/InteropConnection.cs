namespace GrpcExp.Interop.Connection;

/// <summary>Where the server of the test service is, and how it is trusted.</summary>
public sealed record InteropConnection
{
    /// <summary>A name or an IP address; default <c>localhost</c>.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>From 1 to 65535; not used with <see cref="UnixSocket"/>.</summary>
    public int Port { get; init; }

    /// <summary>The path of a Unix socket instead of host and port; null means none.</summary>
    public string? UnixSocket { get; init; }

    public bool UseTls { get; init; }

    /// <summary>A PEM file with the only certificates to trust; null means those that the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>The name to check in the certificate and to send as authority; null means <see cref="Host"/>.</summary>
    public string? HostOverride { get; init; }
}
