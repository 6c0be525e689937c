using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>One embedded control plane for all tests of a class, with a caller for each role.</summary>
public sealed class EmbeddedServer : IAsyncLifetime
{
    private readonly ControlPlaneHome _home = ControlPlaneHome.Embedded();
    private readonly Dictionary<Role, CallInvoker> _callers = [];
    private ControlPlaneProcess? _server;
    private Task<IReadOnlyList<(string Name, string? Words)>>? _badCredentials;

    /// <summary>Where its SQLite files are.</summary>
    public string Folder => _home.Folder;

    public ControlPlaneProcess Server => _server ?? throw new InvalidOperationException("The server is not up.");

    public CallInvoker Editor { get; private set; } = null!;

    public CallInvoker Approver { get; private set; } = null!;

    public FlagService.FlagServiceClient Flags => new(Editor);

    public MetricService.MetricServiceClient Metrics => new(Editor);

    public ExperimentService.ExperimentServiceClient Experiments => new(Editor);

    public ExperimentService.ExperimentServiceClient Approvals => new(Approver);

    /// <summary>Calls that carry a token with this role alone.</summary>
    public async Task<CallInvoker> WithRoleAsync(Role role) =>
        _callers.TryGetValue(role, out var caller) ? caller : _callers[role] = await Server.AsAsync($"only {role}", role);

    /// <summary>Every way to come without a valid token.</summary>
    public Task<IReadOnlyList<(string Name, string? Words)>> BadCredentialsAsync() => _badCredentials ??= BadCredentials.MakeAsync(Server);

    public async ValueTask InitializeAsync()
    {
        // Some tests do nothing but fail to log in.
        _server = await _home.StartAsync("--failed-logins", "1000000");
        Editor = await Server.AsAsync("ada", Role.Editor);
        Approver = await Server.AsAsync("grace", Role.Approver);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _home.DisposeAsync();
    }
}
