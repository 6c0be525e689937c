using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcExp.Settings;
using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Reads where to listen, and with which certificate, noting everything that is wrong with it.</summary>
internal sealed class ListenerOptions(SettingValues given, List<string> problems)
{
    private const int DefaultPort = 5050;
    private const int DefaultWebPort = 5080;

    /// <summary>The model; of use only when nothing was noted.</summary>
    public ListenersModel Validate()
    {
        var endpoints = Endpoints();
        return new ListenersModel(endpoints, WebEndpoints(endpoints), Certificate(endpoints), Clients(endpoints), CheckExposure(endpoints));
    }

    public static bool IsPort(string text, int least, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= least && port <= IPEndPoint.MaxPort;

    /// <summary>Beside each gRPC address, under the same rule: what is encrypted there is encrypted here.</summary>
    private List<(IPEndPoint Address, bool IsTls)> WebEndpoints(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        if (given[ControlPlaneSettings.HttpPort] is null && (given[ControlPlaneSettings.Port] is not null || given[ControlPlaneSettings.Urls] is not null))
        {
            // Whoever chose a port may run several servers on this machine: a fixed second one would be taken.
            return [];
        }

        var port = DefaultWebPort;
        if (given[ControlPlaneSettings.HttpPort] is { } text && !IsPort(text, least: 0, out port))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.HttpPort)} '{text}' is refused: give 0 to 65535.");
            return [];
        }

        if (port > 0 && endpoints.Exists(endpoint => endpoint.Address.Port == port))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.HttpPort)} {port} is the port of gRPC too: without TLS, gRPC and HTTP/1.1 need a port each. Give another.");
        }

        return [.. endpoints.Select(endpoint => (endpoint.Address.Address, endpoint.IsTls)).Distinct().Select(beside => (new IPEndPoint(beside.Address, port), beside.IsTls))];
    }

    private List<(IPEndPoint Address, bool IsTls)> Endpoints()
    {
        if (given[ControlPlaneSettings.Urls] is not null && given[ControlPlaneSettings.Port] is not null)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Urls)} and {given.Where(ControlPlaneSettings.Port)} exclude each other: give one.");
        }

        if (given[ControlPlaneSettings.Urls] is not { } urls)
        {
            var port = DefaultPort;
            if (given[ControlPlaneSettings.Port] is { } text && !IsPort(text, least: 0, out port))
            {
                problems.Add($"{given.Where(ControlPlaneSettings.Port)} '{text}' is refused: give 0 to 65535.");
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
                problems.Add($"{given.Where(ControlPlaneSettings.Urls)} '{url}' is refused: write http://ADDRESS:PORT or https://ADDRESS:PORT, where ADDRESS is localhost or an IP address.");
            }
        }

        if (endpoints.Count == 0 && problems.Count == 0)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Urls)} names no URL: write http://ADDRESS:PORT or https://ADDRESS:PORT.");
        }

        return endpoints;
    }

    private static IPAddress? AddressOf(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private ReloadedFiles<X509Certificate2>? Certificate(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        var wanted = endpoints.Exists(endpoint => endpoint.IsTls);
        if (given[ControlPlaneSettings.TlsCert] is null != given[ControlPlaneSettings.TlsKey] is null)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.TlsCert)} and {given.Where(ControlPlaneSettings.TlsKey)} go together: give both or neither.");
            return null;
        }

        if (given[ControlPlaneSettings.TlsCert] is null)
        {
            if (wanted)
            {
                problems.Add("An https URL needs --tls-cert and --tls-key.");
            }

            return null;
        }

        if (!wanted)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.TlsCert)} is given, but no URL is https: write --urls https://ADDRESS:PORT.");
        }

        try
        {
            var (certificate, key) = (given[ControlPlaneSettings.TlsCert]!, given[ControlPlaneSettings.TlsKey]!);
            return new ReloadedFiles<X509Certificate2>(() => X509Certificate2.CreateFromPemFile(certificate, key), certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.TlsCert)} '{given[ControlPlaneSettings.TlsCert]}' with {given.Where(ControlPlaneSettings.TlsKey)} '{given[ControlPlaneSettings.TlsKey]}' cannot be read: {exception.Message}");
            return null;
        }
    }

    private TrustedAuthorities? Clients(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        if (given[ControlPlaneSettings.TlsClientCa] is not { } path)
        {
            return null;
        }

        if (!endpoints.TrueForAll(endpoint => endpoint.IsTls))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.TlsClientCa)} is given, but not every URL is https: without TLS a client shows no certificate.");
            return null;
        }

        try
        {
            return new TrustedAuthorities(path, TrustedAuthorities.Client);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.TlsClientCa)} '{path}' cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>Tokens must not travel in the clear by accident; returns whether the user wants just that.</summary>
    private bool CheckExposure(List<(IPEndPoint Address, bool IsTls)> endpoints)
    {
        var exposed = endpoints.Where(endpoint => !endpoint.IsTls && !IPAddress.IsLoopback(endpoint.Address.Address)).ToList();
        if (exposed.Count > 0 && !given.IsOn(ControlPlaneSettings.Insecure))
        {
            problems.Add(
                $"http://{exposed[0].Address} is open beyond this machine without TLS: give --tls-cert and --tls-key with an https URL, or --insecure when something in front adds TLS.");
        }

        return exposed.Count > 0;
    }
}
