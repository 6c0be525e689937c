using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>An authority of the test's own, and the certificates that it signed, as files.</summary>
public sealed class TlsFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gx-tls-");
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TlsFiles()
    {
        var request = new CertificateRequest("CN=authority of the tests", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(CaPath, _authority.ExportCertificatePem());
        Renew();
    }

    /// <summary>The authority's certificate.</summary>
    public string CaPath => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>The server's certificate, for localhost and 127.0.0.1.</summary>
    public string CertPath => Path.Combine(_folder.FullName, "cert.pem");

    /// <summary>Its key.</summary>
    public string KeyPath => Path.Combine(_folder.FullName, "key.pem");

    /// <summary>SHA-1 of the server's certificate, in hexadecimal.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>Puts another certificate of the server in the place of the one before.</summary>
    public void Renew()
    {
        using var certificate = Issue("localhost", "1.3.6.1.5.5.7.3.1", CertPath, KeyPath);
        Thumbprint = certificate.Thumbprint;
    }

    /// <summary>Makes a certificate for a client; its files.</summary>
    public (string CertPath, string KeyPath) IssueClient(string name)
    {
        var paths = (Path.Combine(_folder.FullName, $"{name}.pem"), Path.Combine(_folder.FullName, $"{name}-key.pem"));
        Issue(name, "1.3.6.1.5.5.7.3.2", paths.Item1, paths.Item2).Dispose();
        return paths;
    }

    /// <summary>A client that takes the server's certificate in the files and no other.</summary>
    public SocketsHttpHandler Trusting() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Thumbprint,
        },
    };

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Issue(string name, string usage, string certPath, string keyPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));

        // The key first: a server that sees the new certificate must find the key that belongs to it.
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certPath, certificate.ExportCertificatePem());
        return certificate;
    }
}
