using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>What a client certificate says about a caller.</summary>
internal static class PeerIdentity
{
    private const string CommonName = "x509_common_name";
    private const string SubjectAlternativeName = "x509_subject_alternative_name";
    private static readonly AuthContext Anonymous = new(null, []);

    public static AuthContext Of(HttpContext http)
    {
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return Anonymous;
        }

        var properties = new Dictionary<string, List<AuthProperty>>();
        string? identity = null;
        foreach (var name in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()))
        {
            identity = SubjectAlternativeName;
            Add(SubjectAlternativeName, name);
        }

        if (certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } commonName)
        {
            identity ??= CommonName;
            Add(CommonName, commonName);
        }

        return new AuthContext(identity, properties);

        void Add(string name, string value)
        {
            if (!properties.TryGetValue(name, out var values))
            {
                properties[name] = values = [];
            }

            values.Add(AuthProperty.Create(name, Encoding.UTF8.GetBytes(value)));
        }
    }
}
