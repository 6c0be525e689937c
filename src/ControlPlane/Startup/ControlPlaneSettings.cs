using GrpcExp.Settings;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Everything that the control plane can be told. The command line, --help and docs/configuration.md follow from this.</summary>
internal static class ControlPlaneSettings
{
    public const string DataDir = "data-dir";
    public const string Postgres = "postgres";
    public const string PostgresOwner = "postgres-owner";
    public const string PostgresPassword = "postgres-password";
    public const string Redis = "redis";
    public const string Env = "env";
    public const string Port = "port";
    public const string HttpPort = "http-port";
    public const string Urls = "urls";
    public const string TlsCert = "tls-cert";
    public const string TlsKey = "tls-key";
    public const string TlsClientCa = "tls-client-ca";
    public const string Insecure = "insecure";
    public const string Jobs = "jobs";
    public const string JobSchedules = "job-schedules";
    public const string MaxExperimentDays = "max-experiment-days";
    public const string Readouts = "readouts";
    public const string OtlpEndpoint = "otlp-endpoint";
    public const string LogFormat = "log-format";
    public const string NewEpoch = "new-epoch";
    public const string AdminToken = "admin-token";
    public const string SidecarToken = "sidecar-token";
    public const string RateLimit = "rate-limit";
    public const string AddressRateLimit = "address-rate-limit";
    public const string FailedLogins = "failed-logins";
    public const string AlertWebhook = "alert-webhook";

    /// <summary>In the order of --help.</summary>
    public static readonly SettingTable Table = new(
        "GRPCEXP_",
        new Setting(DataDir, "DIR", "keep everything in DIR: control.db and warehouse.db; one server at a time (embedded size)"),
        new Setting(Postgres, "CONN", "keep everything in this PostgreSQL database, an Npgsql connection string; any number of replicas may share it (server size)"),
        new Setting(PostgresOwner, "CONN", "the login that owns the tables, used at the start only, so that the one of --postgres cannot change the audit log") { Default = "none: the login of --postgres owns them" },
        new Setting(Redis, "HOST:PORT", "publish snapshots and changes to this Redis") { Default = "none: sidecars follow over gRPC" },
        new Setting(Env, "NAME", "the one environment that this server has") { Default = "production" },
        new Setting(Port, "N", "listen for gRPC on http://127.0.0.1:N; 0 takes a free port") { Default = "5050" },
        new Setting(HttpPort, "N", "serve /livez and /readyz by HTTP/1.1 on the same addresses, with TLS where they have it; 0 takes a free port") { Default = "5080; none with --port or --urls" },
        new Setting(Urls, "URL[,URL]", "listen for gRPC on these instead, for example https://0.0.0.0:5050"),
        new Setting(TlsCert, "FILE", "certificate (PEM) of https URLs; a changed file holds from the next connection on"),
        new Setting(TlsKey, "FILE", "its private key (PEM)"),
        new Setting(TlsClientCa, "FILE", "take gRPC only from clients whose certificate these authorities (PEM) signed, and whose token is valid too") { Default = "clients show no certificate" },
        new Setting(Insecure, "", "allow http beyond this machine, for a proxy that adds TLS: tokens travel in the clear") { Default = "off" },
        new Setting(RateLimit, "N", $"calls a second with one token, and as many at once, 1 to {Limits.HighestRate}") { Default = $"{Limits.CallsPerSecond}" },
        new Setting(AddressRateLimit, "N", $"calls a second from one IP address, and as many at once, 1 to {Limits.HighestRate}") { Default = $"{Limits.AddressCallsPerSecond}" },
        new Setting(FailedLogins, "N", $"calls a minute from one IP address with a token that is not valid, and as many at once, 1 to {Limits.HighestRate}") { Default = $"{Limits.FailedLoginsPerMinute}" },
        new Setting(Jobs, "on|off", "run jobs by the clock; off: only when RunJob asks") { Default = "on" },
        new Setting(JobSchedules, "LIST", "other schedules, for example \"upkeep=0 10 3 * * ?; warehouse-build=0 0/15 * * * ?\" (Quartz cron, UTC)") { Default = "as in docs/jobs.md" },
        new Setting(MaxExperimentDays, "N", $"stop experiments that have run so long, 1 to {Limits.MaxExperimentDays}") { Default = "90" },
        new Setting(Readouts, "DIR", "write weekly readouts to DIR") { Default = "readouts in the data folder; none for the server size" },
        new Setting(OtlpEndpoint, "URL", "send traces and metrics there by OTLP; the other variables of OpenTelemetry, OTEL_*, hold too") { Variable = "OTEL_EXPORTER_OTLP_ENDPOINT", Default = "nowhere" },
        new Setting(LogFormat, "text|json", "how log lines on standard error look; json has trace and request ids") { Default = "text" },
        new Setting(NewEpoch, "", "after a restore from a backup, once: revisions repeat themselves, and a new epoch says so") { Default = "off" },
        new Setting(PostgresPassword, "PASSWORD", "password for --postgres, which then need not hold it") { IsSecret = true, HasFlag = false, Default = "as PGPASSWORD or PGPASSFILE say" },
        new Setting(AdminToken, "TOKEN", $"the admin token, {Limits.AdminTokenMinLength} to {Limits.TokenLength} characters") { IsSecret = true, HasFlag = false, Default = "embedded: the first start makes one and prints it" },
        new Setting(SidecarToken, "TOKEN", $"a token of roles sync and ingest that the start registers, {Limits.AdminTokenMinLength} to {Limits.TokenLength} characters") { IsSecret = true, HasFlag = false, Default = "none" },
        new Setting(AlertWebhook, "URL", "incoming webhook of Slack, or of what understands the same, that alerts go to") { IsSecret = true, HasFlag = false, Default = "none" });

    /// <summary>What --help prints.</summary>
    public static string Usage => $"""
        grpcexp control plane

        usage: dotnet GrpcExp.ControlPlane.dll --data-dir DIR | --postgres CONN [options]

        {SettingText.UsageOf(Table)}
        Every option can be given by a variable as well, GRPCEXP_ and its name, for example GRPCEXP_DATA_DIR, or in the file
        of --config. A flag wins over a variable, a variable over the file.
        """;
}
