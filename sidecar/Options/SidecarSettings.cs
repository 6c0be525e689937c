using GrpcExp.Settings;

namespace GrpcExp.Sidecar;

/// <summary>Everything that the sidecar can be told. The command line, --help and docs/configuration.md follow from this.</summary>
internal static class SidecarSettings
{
    public const string Source = "source";
    public const string Env = "env";
    public const string SocketDir = "socket-dir";
    public const string AllowUid = "allow-uid";
    public const string Port = "port";
    public const string HttpPort = "http-port";
    public const string DataDir = "data-dir";
    public const string Token = "token";
    public const string Ingest = "ingest";
    public const string IngestToken = "ingest-token";
    public const string TlsCa = "tls-ca";
    public const string TlsCert = "tls-cert";
    public const string TlsKey = "tls-key";
    public const string SpoolMib = "spool-mib";
    public const string SidecarId = "sidecar-id";

    /// <summary>In the order of --help.</summary>
    public static readonly SettingTable Table = new(
        "GRPCEXP_SIDECAR_",
        new Setting(Source, "ADDRESS", "where snapshots come from, repeated for fallbacks, best first: grpc://HOST:PORT, grpcs://HOST:PORT, redis://[:PASSWORD@]HOST:PORT, rediss://..., file:PATH") { MayRepeat = true },
        new Setting(Env, "NAME", "environment to serve"),
        new Setting(SocketDir, "DIR", "listen on DIR/grpc.sock (gRPC, flagd too) and DIR/raw.sock (raw protocol); the folder is 0700, the sockets 0660"),
        new Setting(AllowUid, "UID[,UID]", $"close connections to the two sockets that are not by these users, root included (Linux, at most {AllowedUsers.MaxUsers})") { Default = "file permissions decide" },
        new Setting(Port, "PORT", "listen for gRPC (flagd too) on 127.0.0.1:PORT; 0 takes a free port and prints it") { Default = "none" },
        new Setting(HttpPort, "PORT", "serve OFREP, /livez, /readyz and /metrics on 127.0.0.1:PORT; 0 takes a free port and prints it") { Default = "none" },
        new Setting(DataDir, "DIR", "keep the last two good snapshots in DIR, to start with when every source is down, and exposures not yet sent") { Default = "none" },
        new Setting(Token, "TOKEN", "bearer token of role sync for grpc sources; better not on the command line, which ps shows") { Variable = "GRPCEXP_TOKEN", IsSecret = true },
        new Setting(Ingest, "ADDRESS", "control plane that exposures are sent to, grpc://HOST:PORT or grpcs://HOST:PORT, or none") { Default = "the first source that is one" },
        new Setting(IngestToken, "TOKEN", "bearer token of role ingest; better not on the command line") { Variable = "GRPCEXP_INGEST_TOKEN", IsSecret = true, Default = "the other token" },
        new Setting(TlsCa, "FILE", "authorities (PEM) that sign the certificates of control planes") { Default = "those of the system" },
        new Setting(TlsCert, "FILE", "certificate (PEM) to show to control planes that ask for one; a changed file holds from the next connection on") { Default = "none" },
        new Setting(TlsKey, "FILE", "its private key (PEM)") { Default = "none" },
        new Setting(SpoolMib, "N", "most MiB of exposures kept in the data folder while they cannot be sent, 1 to 1048576") { Default = "256" },
        new Setting(SidecarId, "ID", "name in the control plane's list") { Default = "HOST:PID" });

    /// <summary>What --help prints.</summary>
    public static string Usage => $"""
        grpcexp-sidecar: answers feature flags and experiments from memory.

        usage: grpcexp-sidecar --source ADDRESS [--source ADDRESS ...] --env NAME [options]

        {SettingText.UsageOf(Table)}
        Every option can be given by a variable as well, GRPCEXP_SIDECAR_ and its name, for example GRPCEXP_SIDECAR_ENV, the tokens by
        GRPCEXP_TOKEN and GRPCEXP_INGEST_TOKEN; or in the file of --config. A flag wins over a variable, a variable over the file.
        """;
}
