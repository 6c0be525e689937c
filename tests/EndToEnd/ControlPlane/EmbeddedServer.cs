using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>One embedded control plane for all tests of a class, with a caller for each role.</summary>
public sealed class EmbeddedServer : IAsyncLifetime
{
    private readonly ControlPlaneHome _home = ControlPlaneHome.Embedded();
    private readonly Dictionary<Role, CallInvoker> _callers = [];
    private ControlPlaneProcess? _server;

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

    public async ValueTask InitializeAsync()
    {
        _server = await _home.StartAsync();
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
