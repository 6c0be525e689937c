using System.Diagnostics.CodeAnalysis;

namespace GrpcExp.Sidecar;

/// <summary>Where snapshots come from or exposures go to, as the user wrote it.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Target"><c>host:port</c>, or the path of a file.</param>
/// <param name="IsSecure">Whether TLS is spoken.</param>
/// <param name="Password">Password for Redis; null for none.</param>
internal sealed record SourceAddress(SourceKind Kind, string Target, bool IsSecure = false, string? Password = null)
{
    /// <summary>For logs and metrics, without the password.</summary>
    public string Name => Kind switch
    {
        SourceKind.File => $"file:{Target}",
        SourceKind.Redis => $"{(IsSecure ? "rediss" : "redis")}://{Target}",
        _ => $"{(IsSecure ? "grpcs" : "grpc")}://{Target}",
    };

    /// <summary>The address as a gRPC channel takes it.</summary>
    public string HttpAddress => $"{(IsSecure ? "https" : "http")}://{Target}";

    public static bool TryParse(string text, [NotNullWhen(true)] out SourceAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            var path = text["file:".Length..];
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            if (path.Length > 0)
            {
                address = new SourceAddress(SourceKind.File, Path.GetFullPath(path));
                return true;
            }
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.Port > 0
            && (uri.AbsolutePath.Length <= 1) && uri.Query.Length == 0)
        {
            var target = $"{uri.Host}:{uri.Port}";
            var password = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo.Split(':', 2)[^1]) : null;
            address = uri.Scheme switch
            {
                "redis" => new SourceAddress(SourceKind.Redis, target, false, password),
                "rediss" => new SourceAddress(SourceKind.Redis, target, true, password),
                "grpc" when password is null => new SourceAddress(SourceKind.Grpc, target),
                "grpcs" when password is null => new SourceAddress(SourceKind.Grpc, target, true),
                _ => null,
            };
        }

        if (address is null)
        {
            problem = $"'{Redact(text)}' is not understood: write grpc://HOST:PORT, redis://[:PASSWORD@]HOST:PORT or file:PATH";
            return false;
        }

        return true;
    }

    // A mistyped address may hold a password, and problems are printed.
    public static string Redact(string text)
    {
        var at = text.LastIndexOf('@');
        var slashes = text.IndexOf("//", StringComparison.Ordinal);
        return at > slashes && slashes >= 0 ? $"{text[..(slashes + 2)]}***{text[at..]}" : text;
    }
}
