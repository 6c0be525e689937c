using System.Globalization;
using System.Security.Cryptography;
using GrpcExp.Settings;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>Reads flags, environment and file, and reports everything that is wrong with it.</summary>
internal sealed class SidecarOptionsParser
{
    private const string NoIngest = "none";
    private const int MaxSpoolMebibytes = 1 << 20;

    /// <summary>The longest path that the kernel takes for a Unix socket, with its closing zero (unix(7)).</summary>
    private const int MaxSocketPath = 108;

    private readonly List<string> _problems = [];
    private readonly List<SourceAddress> _sources = [];
    private SettingValues _values = new();

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the arguments; null when something is wrong.</summary>
    public SidecarOptions? Parse(IReadOnlyList<string> args, Func<string, string?> environmentVariable, string machine, int processId)
    {
        _values = new SettingReader(SidecarSettings.Table, _problems).Read(args, environmentVariable);
        foreach (var source in _values.All(SidecarSettings.Source))
        {
            AddSource(source);
        }

        var environment = _values[SidecarSettings.Env] ?? "";
        if (environment.Length is 0 or > 100 || !environment.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
        {
            _problems.Add($"{_values.Where(SidecarSettings.Env)} '{environment}' is refused: name an environment in 1 to 100 letters, digits, '_', '-' or '.'");
        }

        if (_values[SidecarSettings.Source] is null && !_problems.Exists(problem => problem.StartsWith("--source", StringComparison.Ordinal)))
        {
            _problems.Add("--source is missing: say where snapshots come from, for example --source grpc://127.0.0.1:7443");
        }

        var token = _values[SidecarSettings.Token];
        var options = new SidecarOptions
        {
            Sources = _sources,
            Environment = environment,
            SocketFolder = Folder(SidecarSettings.SocketDir),
            AllowedUsers = Users(),
            Port = Port(SidecarSettings.Port),
            HttpPort = Port(SidecarSettings.HttpPort),
            DataFolder = Folder(SidecarSettings.DataDir),
            Token = token,
            SidecarId = _values[SidecarSettings.SidecarId] ?? $"{machine}:{processId}",
            Ingest = Ingest(),
            IngestToken = _values[SidecarSettings.IngestToken] ?? token,
            SpoolBytes = SpoolBytes(),
            Tls = Tls(),
        };
        Check(options);
        return _problems.Count == 0 ? options : null;
    }

    private void AddSource(string value)
    {
        if (SourceAddress.TryParse(value, out var address, out var problem))
        {
            _sources.Add(address);
        }
        else
        {
            _problems.Add($"{_values.Where(SidecarSettings.Source)} {problem}");
        }
    }

    private void Check(SidecarOptions options)
    {
        if (options.SocketFolder is null && options.Port is null && _values[SidecarSettings.Port] is null)
        {
            _problems.Add("nothing to listen on: give --socket-dir or --port");
        }

        if (options.GrpcSocket is { } socket && System.Text.Encoding.UTF8.GetByteCount(socket) >= MaxSocketPath)
        {
            _problems.Add($"{_values.Where(SidecarSettings.SocketDir)} '{options.SocketFolder}' is too long: a socket's path has less than {MaxSocketPath} bytes");
        }

        if (options.SocketFolder is null && _values[SidecarSettings.AllowUid] is not null)
        {
            _problems.Add($"{_values.Where(SidecarSettings.AllowUid)} without --socket-dir allows nobody anything: TCP connections have no user");
        }

        if (options.SidecarId.Length > 200)
        {
            _problems.Add($"{_values.Where(SidecarSettings.SidecarId)} is over the limit of 200 characters");
        }

        if (options.Port is > 0 && options.Port == options.HttpPort)
        {
            _problems.Add($"{_values.Where(SidecarSettings.Port)} and {_values.Where(SidecarSettings.HttpPort)} are the same: without TLS, gRPC and HTTP/1.1 need a port each");
        }
    }

    private SourceAddress? Ingest()
    {
        if (_values[SidecarSettings.Ingest] is not { } text)
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

        _problems.Add($"{_values.Where(SidecarSettings.Ingest)} '{SourceAddress.Redact(text)}' is not understood: write grpc://HOST:PORT, grpcs://HOST:PORT or {NoIngest}");
        return null;
    }

    private ChannelTls? Tls()
    {
        var (ca, cert, key) = (_values[SidecarSettings.TlsCa], _values[SidecarSettings.TlsCert], _values[SidecarSettings.TlsKey]);
        if (cert is null != key is null)
        {
            _problems.Add($"{_values.Where(SidecarSettings.TlsCert)} and {_values.Where(SidecarSettings.TlsKey)} go together: give both or neither");
            return null;
        }

        try
        {
            return ca is null && cert is null ? null : new ChannelTls(ca, cert, key);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _problems.Add($"{_values.Where(SidecarSettings.TlsCa)} '{ca}', {_values.Where(SidecarSettings.TlsCert)} '{cert}' and {_values.Where(SidecarSettings.TlsKey)} '{key}' cannot all be read: {exception.Message}");
            return null;
        }
    }

    private long SpoolBytes()
    {
        if (_values[SidecarSettings.SpoolMib] is not { } text)
        {
            return ExposureLimits.DefaultSpoolBytes;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) && mebibytes is >= 1 and <= MaxSpoolMebibytes)
        {
            return mebibytes << 20;
        }

        _problems.Add($"{_values.Where(SidecarSettings.SpoolMib)} '{text}' is refused: 1 to {MaxSpoolMebibytes}");
        return 0;
    }

    private int? Port(string name)
    {
        if (_values[name] is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535)
        {
            return port;
        }

        _problems.Add($"{_values.Where(name)} '{text}' is refused: 0 to 65535");
        return null;
    }

    private IReadOnlySet<uint>? Users()
    {
        if (_values[SidecarSettings.AllowUid] is not { } text)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            _problems.Add($"{_values.Where(SidecarSettings.AllowUid)} needs Linux, whose kernel says who connected");
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

    private string? Folder(string name) => _values[name] is { } path ? Path.GetFullPath(path) : null;
}
