using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A certificate for this machine that nobody signed, and its key, as files.</summary>
public sealed class TlsFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gx-tls-");

    public TlsFiles() => Renew();

    public string CertPath => Path.Combine(_folder.FullName, "cert.pem");

    public string KeyPath => Path.Combine(_folder.FullName, "key.pem");

    /// <summary>SHA-1 of the certificate in the files, in hexadecimal.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>Puts another certificate in the place of the one before.</summary>
    public void Renew()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertPath, certificate.ExportCertificatePem());
        Thumbprint = certificate.Thumbprint;
    }

    /// <summary>A client that takes the certificate in the files and no other.</summary>
    public SocketsHttpHandler Trusting() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Thumbprint,
        },
    };

    public void Dispose() => _folder.Delete(recursive: true);
}
