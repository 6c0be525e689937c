using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcExp.Sync;

/// <summary>Accepts certificates that the authorities of a file have signed, and no others. Thread-safe.</summary>
public sealed class TrustedAuthorities
{
    /// <summary>Extended key usage of servers, RFC 5280 section 4.2.1.12.</summary>
    public const string Server = "1.3.6.1.5.5.7.3.1";

    /// <summary>Extended key usage of clients, RFC 5280 section 4.2.1.12.</summary>
    public const string Client = "1.3.6.1.5.5.7.3.2";

    private readonly string _usage;

    /// <param name="path">Certificates of the authorities (PEM).</param>
    /// <param name="usage">What a certificate must be for: <see cref="Server"/> or <see cref="Client"/>.</param>
    /// <exception cref="CryptographicException">The file has no certificate.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public TrustedAuthorities(string path, string usage)
    {
        _usage = usage;
        Files = new ReloadedFiles<X509Certificate2Collection>(() => Read(path), path);
    }

    /// <summary>The authorities' own certificates, read again when the file changes.</summary>
    public ReloadedFiles<X509Certificate2Collection> Files { get; }

    /// <summary>True when a chain leads from the certificate to one of the authorities. Lists of revoked certificates are not asked for.</summary>
    /// <param name="certificate">What the peer showed; null for nothing.</param>
    /// <param name="sent">Certificates in between that the peer sent along; null for none.</param>
    public bool Accept(X509Certificate2? certificate, X509Chain? sent)
    {
        if (certificate is null)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Files.Current);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(_usage));
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        }

        return chain.Build(certificate);
    }

    private static X509Certificate2Collection Read(string path)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(path);
        return read.Count > 0 ? read : throw new CryptographicException("It has no certificate.");
    }
}
