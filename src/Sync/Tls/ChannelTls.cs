using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcExp.Sync;

/// <summary>Whom a client of a control plane trusts, and what it shows of itself. Changed files hold from the next connection on.</summary>
public sealed class ChannelTls
{
    private readonly TrustedAuthorities? _authorities;
    private readonly ReloadedFiles<X509Certificate2>? _certificate;

    /// <param name="caFile">Authorities that may have signed the server's certificate (PEM); null for those of the system.</param>
    /// <param name="certFile">Certificate to show (PEM); null for none.</param>
    /// <param name="keyFile">Its private key (PEM); given exactly when the certificate is.</param>
    /// <exception cref="CryptographicException">A file holds something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ChannelTls(string? caFile, string? certFile, string? keyFile)
    {
        _authorities = caFile is null ? null : new TrustedAuthorities(caFile, TrustedAuthorities.Server);
        _certificate = certFile is null ? null : new ReloadedFiles<X509Certificate2>(() => X509Certificate2.CreateFromPemFile(certFile, keyFile), certFile, keyFile ?? certFile);
    }

    /// <summary>A handler for a channel, with the pings of one by default; the channel disposes it when told so.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        var options = new SslClientAuthenticationOptions();
        if (_authorities is { } authorities)
        {
            options.RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && authorities.Accept(shown as X509Certificate2, chain);
        }

        if (_certificate is { } certificate)
        {
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate.Current;
        }

        return new SocketsHttpHandler
        {
            SslOptions = options,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
    }
}
