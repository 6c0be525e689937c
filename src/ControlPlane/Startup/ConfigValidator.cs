using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Makes a model of a configuration, or says everything that is wrong with it.</summary>
internal sealed class ConfigValidator(ControlPlaneConfig config, List<string> problems)
{
    private const int DefaultPort = 5050;

    /// <summary>The model; null after noting problems.</summary>
    public ControlPlaneModel? Validate()
    {
        var environment = config.Environment ?? "production";
        if (!Violations.IsKey(environment))
        {
            problems.Add($"--env '{environment}' is refused: 1 to {Limits.KeyLength} letters, digits, '_', '-' or '.'.");
        }

        var (storage, warehouse, dataDir) = Databases(environment);
        var redis = Redis();
        var endpoints = Endpoints();
        var certificate = Certificate(endpoints);
        var isInsecure = CheckExposure(endpoints);
        var jobs = new JobOptions(config, problems).Validate(dataDir, redis);
        CheckAdminToken();
        return problems.Count > 0
            ? null
            : new ControlPlaneModel(
                storage! with { KeepsOutbox = redis is not null }, warehouse, dataDir, redis, endpoints, certificate, config.AdminToken, isInsecure, config.NewEpoch, jobs);
    }

    private (StorageModel? Storage, string Warehouse, string? DataDir) Databases(string environment)
    {
        if (config.DataDir is null == config.Postgres is null)
        {
            problems.Add(config.DataDir is null
                ? "Nothing says where to keep state: give --data-dir DIR (embedded) or --postgres CONN (server)."
                : "--data-dir and --postgres exclude each other: give one.");
            return (null, "", null);
        }

        if (config.DataDir is not null && config.PostgresOwner is not null)
        {
            problems.Add("--postgres-owner is given without --postgres: take it out.");
        }

        if (config.Postgres is { } postgres)
        {
            try
            {
                return (StorageModel.OnServer(postgres, environment) with { OwnerConnectionString = Owner() }, postgres, null);
            }
            catch (ArgumentException exception)
            {
                // The driver's message names the key at fault and no value, so no password either.
                problems.Add($"--postgres is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
                return (null, "", null);
            }
        }

        try
        {
            var folder = Directory.CreateDirectory(config.DataDir!).FullName;
            return (
                StorageModel.InFile(Path.Combine(folder, "control.db"), environment),
                $"Data Source={Path.Combine(folder, "warehouse.db")}",
                folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"--data-dir '{config.DataDir}' cannot be used: {exception.Message}");
            return (null, "", null);
        }
    }

    private string? Owner()
    {
        try
        {
            return config.PostgresOwner is { } owner ? StorageModel.OnServer(owner, "-").ConnectionString : null;
        }
        catch (ArgumentException exception)
        {
            problems.Add($"--postgres-owner is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
            return null;
        }
    }

    private string? Redis()
    {
        if (config.Redis is not { } redis)
        {
            return null;
        }

        var colon = redis.LastIndexOf(':');
        if (colon <= 0 || !IsPort(redis[(colon + 1)..], least: 1, out _))
        {
            problems.Add($"--redis '{redis}' is refused: write HOST:PORT.");
        }

        return redis;
    }

    private List<(IPEndPoint Address, bool IsTls)> Endpoints()
    {
        if (config.Urls is not null && config.Port is not null)
        {
            problems.Add("--urls and --port exclude each other: give one.");
        }

        if (config.Urls is not { } urls)
        {
            var port = DefaultPort;
            if (config.Port is { } text && !IsPort(text, least: 0, out port))
            {
                problems.Add($"--port '{text}' is refused: give 0 to 65535.");
                port = DefaultPort;
            }

            return [(new IPEndPoint(IPAddress.Loopback, port), false)];
        }

        var endpoints = new List<(IPEndPoint, bool)>();
        foreach (var url in urls.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                && uri.AbsolutePath == "/"
                && AddressOf(uri.Host) is { } address)
            {
                endpoints.Add((new IPEndPoint(address, uri.Port), uri.Scheme == "https"));
            }
            else
            {
                problems.Add($"--urls '{url}' is refused: write http://ADDRESS:PORT or https://ADDRESS:PORT, where ADDRESS is localhost or an IP address.");
            }
        }

        if (endpoints.Count == 0 && problems.Count == 0)
        {
            problems.Add("--urls names no URL: write http://ADDRESS:PORT or https://ADDRESS:PORT.");
        }

        return endpoints;
    }

    private static IPAddress? AddressOf(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private X509Certificate2? Certificate(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        var wanted = endpoints.Exists(endpoint => endpoint.IsTls);
        if (config.TlsCert is null != config.TlsKey is null)
        {
            problems.Add("--tls-cert and --tls-key go together: give both or neither.");
            return null;
        }

        if (config.TlsCert is null)
        {
            if (wanted)
            {
                problems.Add("An https URL needs --tls-cert and --tls-key.");
            }

            return null;
        }

        if (!wanted)
        {
            problems.Add("--tls-cert is given, but no URL is https: write --urls https://ADDRESS:PORT.");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(config.TlsCert, config.TlsKey);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"--tls-cert '{config.TlsCert}' with --tls-key '{config.TlsKey}' cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>Tokens must not travel in the clear by accident; returns whether the user wants just that.</summary>
    private bool CheckExposure(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        var exposed = endpoints.Where(endpoint => !endpoint.IsTls && !IPAddress.IsLoopback(endpoint.Address.Address)).ToList();
        if (exposed.Count > 0 && !config.Insecure)
        {
            problems.Add(
                $"http://{exposed[0].Address} is open beyond this machine without TLS: give --tls-cert and --tls-key with an https URL, or --insecure when something in front adds TLS.");
        }

        return exposed.Count > 0;
    }

    private void CheckAdminToken()
    {
        if (config.AdminToken is not { } token)
        {
            return;
        }

        if (token.Length is < Limits.AdminTokenMinLength or > Limits.TokenLength || token.Any(character => character is <= ' ' or > '~'))
        {
            problems.Add($"GRPCEXP_ADMIN_TOKEN is refused: give {Limits.AdminTokenMinLength} to {Limits.TokenLength} printable ASCII characters without spaces.");
        }
    }

    private static bool IsPort(string text, int least, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= least && port <= IPEndPoint.MaxPort;
}
