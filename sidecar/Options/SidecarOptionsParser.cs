using System.Globalization;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>Reads the command line and reports everything that is wrong with it.</summary>
internal sealed class SidecarOptionsParser
{
    public const string Usage = """
        grpcexp-sidecar: answers feature flags and experiments from memory.

        usage: grpcexp-sidecar --source ADDRESS [--source ADDRESS ...] --env NAME [options]

          --source ADDRESS    where snapshots come from; repeat it, the first that works is followed:
                              grpc://HOST:PORT, grpcs://HOST:PORT, redis://[:PASSWORD@]HOST:PORT, rediss://..., file:PATH
          --env NAME          environment to serve
          --socket-dir DIR    listen on DIR/grpc.sock (gRPC, flagd too) and DIR/raw.sock (raw protocol)
          --allow-uid UID,... close connections to the two sockets that are not by these users; default: file permissions decide
          --port PORT         listen for gRPC (flagd too) on 127.0.0.1:PORT; 0 takes a free port and prints it
          --http-port PORT    serve OFREP, /livez, /readyz and /metrics on 127.0.0.1:PORT; 0 takes a free port and prints it
          --data-dir DIR      keep the last good snapshots in DIR, to start with when every source is down, and exposures not yet sent
          --token TOKEN       bearer token for grpc sources; better given in GRPCEXP_TOKEN, where ps does not show it
          --ingest ADDRESS    control plane that exposures are sent to, grpc://HOST:PORT or grpcs://HOST:PORT, or none;
                              default the first source that is one
          --ingest-token TOKEN  bearer token of role ingest, better given in GRPCEXP_INGEST_TOKEN; default the other token
          --spool-mib N       most MiB of exposures kept in --data-dir while they cannot be sent, 1 to 1048576; default 256
          --sidecar-id ID     name in the control plane's list; default HOST:PID
          --help              print this
        """;

    private const string NoIngest = "none";
    private const int MaxSpoolMebibytes = 1 << 20;

    /// <summary>The longest path that the kernel takes for a Unix socket, with its closing zero (unix(7)).</summary>
    private const int MaxSocketPath = 108;

    private readonly List<string> _problems = [];
    private readonly List<SourceAddress> _sources = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the arguments; null when something is wrong.</summary>
    public SidecarOptions? Parse(IReadOnlyList<string> args, Func<string, string?> environmentVariable, string machine, int processId)
    {
        Read(args);
        var environment = _values.GetValueOrDefault("--env") ?? "";
        if (environment.Length is 0 or > 100 || !environment.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
        {
            _problems.Add($"--env '{environment}' is refused: name an environment in 1 to 100 letters, digits, '_', '-' or '.'");
        }

        if (_sources.Count == 0 && !_problems.Any(problem => problem.StartsWith("--source", StringComparison.Ordinal)))
        {
            _problems.Add("--source is missing: say where snapshots come from, for example --source grpc://127.0.0.1:7443");
        }

        var token = _values.GetValueOrDefault("--token") ?? environmentVariable("GRPCEXP_TOKEN");
        var options = new SidecarOptions
        {
            Sources = _sources,
            Environment = environment,
            SocketFolder = Folder("--socket-dir"),
            AllowedUsers = Users(),
            Port = Port("--port"),
            HttpPort = Port("--http-port"),
            DataFolder = Folder("--data-dir"),
            Token = token,
            SidecarId = _values.GetValueOrDefault("--sidecar-id") ?? $"{machine}:{processId}",
            Ingest = Ingest(),
            IngestToken = _values.GetValueOrDefault("--ingest-token") ?? environmentVariable("GRPCEXP_INGEST_TOKEN") ?? token,
            SpoolBytes = SpoolBytes(),
        };
        Check(options);
        return _problems.Count == 0 ? options : null;
    }

    private void Read(IReadOnlyList<string> args)
    {
        string[] known =
        [
            "--source", "--env", "--socket-dir", "--allow-uid", "--port", "--http-port", "--data-dir", "--token", "--sidecar-id", "--ingest", "--ingest-token",
            "--spool-mib",
        ];
        for (var index = 0; index < args.Count; index++)
        {
            var equals = args[index].StartsWith("--", StringComparison.Ordinal) ? args[index].IndexOf('=') : -1;
            var name = equals > 0 ? args[index][..equals] : args[index];
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                _problems.Add($"{name} is unknown: --help lists every option");
                continue;
            }

            var value = equals > 0 ? args[index][(equals + 1)..] : index + 1 < args.Count ? args[++index] : null;
            if (string.IsNullOrEmpty(value))
            {
                _problems.Add($"{name} has no value");
            }
            else if (name == "--source")
            {
                AddSource(value);
            }
            else if (!_values.TryAdd(name, value))
            {
                _problems.Add($"{name} is given twice");
            }
        }
    }

    private void AddSource(string value)
    {
        if (SourceAddress.TryParse(value, out var address, out var problem))
        {
            _sources.Add(address);
        }
        else
        {
            _problems.Add(problem);
        }
    }

    private void Check(SidecarOptions options)
    {
        if (options.SocketFolder is null && options.Port is null && !_values.ContainsKey("--port"))
        {
            _problems.Add("nothing to listen on: give --socket-dir or --port");
        }

        if (options.GrpcSocket is { } socket && System.Text.Encoding.UTF8.GetByteCount(socket) >= MaxSocketPath)
        {
            _problems.Add($"--socket-dir '{options.SocketFolder}' is too long: a socket's path has less than {MaxSocketPath} bytes");
        }

        if (options.SocketFolder is null && _values.ContainsKey("--allow-uid"))
        {
            _problems.Add("--allow-uid without --socket-dir allows nobody anything: TCP connections have no user");
        }

        if (options.SidecarId.Length > 200)
        {
            _problems.Add("--sidecar-id is over the limit of 200 characters");
        }

        if (options.Port is > 0 && options.Port == options.HttpPort)
        {
            _problems.Add("--port and --http-port are the same: without TLS, gRPC and HTTP/1.1 need a port each");
        }
    }

    private SourceAddress? Ingest()
    {
        if (!_values.TryGetValue("--ingest", out var text))
        {
            return _sources.Find(source => source.Kind == SourceKind.Grpc);
        }

        if (text == NoIngest)
        {
            return null;
        }

        if (SourceAddress.TryParse(text, out var address, out _) && address.Kind == SourceKind.Grpc)
        {
            return address;
        }

        _problems.Add($"--ingest '{SourceAddress.Redact(text)}' is not understood: write grpc://HOST:PORT, grpcs://HOST:PORT or {NoIngest}");
        return null;
    }

    private long SpoolBytes()
    {
        if (!_values.TryGetValue("--spool-mib", out var text))
        {
            return ExposureLimits.DefaultSpoolBytes;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) && mebibytes is >= 1 and <= MaxSpoolMebibytes)
        {
            return mebibytes << 20;
        }

        _problems.Add($"--spool-mib '{text}' is refused: 1 to {MaxSpoolMebibytes}");
        return 0;
    }

    private int? Port(string name)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535)
        {
            return port;
        }

        _problems.Add($"{name} '{text}' is refused: 0 to 65535");
        return null;
    }

    private IReadOnlySet<uint>? Users()
    {
        if (!_values.TryGetValue("--allow-uid", out var text))
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            _problems.Add("--allow-uid needs Linux, whose kernel says who connected");
        }
        else if (!AllowedUsers.TryParse(text, out var users, out var problem))
        {
            _problems.Add(problem);
        }
        else
        {
            return users;
        }

        return null;
    }

    private string? Folder(string name) => _values.TryGetValue(name, out var path) ? Path.GetFullPath(path) : null;
}
