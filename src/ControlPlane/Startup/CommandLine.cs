namespace GrpcExp.ControlPlane.Startup;

/// <summary>Reads the command line, noting every word that it does not understand.</summary>
internal static class CommandLine
{
    public const string Usage = """
        grpcexp control plane

          --data-dir DIR        keep everything in DIR: control.db and warehouse.db (embedded size)
          --postgres CONN       keep everything in this PostgreSQL database (server size; Npgsql connection string)
          --postgres-owner CONN the login that owns the tables, used at start only; the other may then only add to the audit log
          --redis HOST:PORT     publish snapshots and changes to this Redis
          --env NAME            environment that this server has; default production
          --port N              listen on http://127.0.0.1:N; 0 takes a free port; default 5050
          --http-port N         serve /livez and /readyz beside it by HTTP/1.1; default 5080, none with --port or --urls
          --urls URL[,URL]      listen on these instead, for example https://0.0.0.0:5050
          --tls-cert FILE       certificate (PEM) for https URLs
          --tls-key FILE        its private key (PEM)
          --insecure            allow http beyond this machine: tokens travel in the clear
          --jobs on|off         off: run jobs only when RunJob asks; default on
          --job-schedules LIST  other schedules, for example "upkeep=0 10 3 * * ?; warehouse-build=0 0/15 * * * ?" (Quartz cron, UTC)
          --max-experiment-days N  stop experiments that have run so long, 1 to 365; default 90
          --readouts DIR        write weekly readouts to DIR; default, embedded: readouts in the data folder
          --new-epoch           after a restore from a backup: begin another epoch

        GRPCEXP_ADMIN_TOKEN     the admin token; embedded, without it, the first start makes one and prints it
        GRPCEXP_POSTGRES_OWNER  as --postgres-owner, without its password in the list of processes
        GRPCEXP_ALERT_WEBHOOK   incoming webhook of Slack, or of what understands the same, that alerts go to; a secret
        """;

    private static readonly Dictionary<string, Action<ControlPlaneConfig, string>> Values = new(StringComparer.Ordinal)
    {
        ["--data-dir"] = (config, value) => config.DataDir = value,
        ["--postgres"] = (config, value) => config.Postgres = value,
        ["--postgres-owner"] = (config, value) => config.PostgresOwner = value,
        ["--redis"] = (config, value) => config.Redis = value,
        ["--env"] = (config, value) => config.Environment = value,
        ["--port"] = (config, value) => config.Port = value,
        ["--http-port"] = (config, value) => config.HttpPort = value,
        ["--urls"] = (config, value) => config.Urls = value,
        ["--jobs"] = (config, value) => config.Jobs = value,
        ["--job-schedules"] = (config, value) => config.JobSchedules = value,
        ["--max-experiment-days"] = (config, value) => config.MaxExperimentDays = value,
        ["--readouts"] = (config, value) => config.Readouts = value,
        ["--tls-cert"] = (config, value) => config.TlsCert = value,
        ["--tls-key"] = (config, value) => config.TlsKey = value,
    };

    private static readonly Dictionary<string, Action<ControlPlaneConfig>> Switches = new(StringComparer.Ordinal)
    {
        ["--insecure"] = config => config.Insecure = true,
        ["--new-epoch"] = config => config.NewEpoch = true,
    };

    public static ControlPlaneConfig Read(IReadOnlyList<string> words, List<string> problems)
    {
        var config = new ControlPlaneConfig();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? words[i][..equals] : words[i];
            if (!seen.Add(name))
            {
                problems.Add($"{name} is given twice: give it once.");
            }

            if (Switches.TryGetValue(words[i], out var set))
            {
                set(config);
            }
            else if (!Values.TryGetValue(name, out var take))
            {
                problems.Add($"'{words[i]}' is not an option of the control plane: see --help.");
            }
            else if (equals > 0)
            {
                take(config, words[i][(equals + 1)..]);
            }
            else if (i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                take(config, words[++i]);
            }
            else
            {
                problems.Add($"{name} has no value.");
            }
        }

        return config;
    }
}
