using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane.Mutations;

/// <summary>Where mutations are sent: one embedded server, or two replicas on PostgreSQL.</summary>
public abstract class MutationServers(Func<Task<ControlPlaneHome>> makeHome, int replicas) : IAsyncLifetime
{
    private readonly List<ControlPlaneProcess> _servers = [];
    private readonly List<Dictionary<string, CallInvoker>> _callers = [];
    private ControlPlaneHome? _home;

    public int Replicas => replicas;

    /// <summary>Calls to one replica as an owner of a token: ada edits, grace approves, the others may do everything.</summary>
    public CallInvoker As(string owner, int replica = 0) => _callers[replica][owner];

    internal MutationSamples Samples => new(As("ada"), As("grace"), As("root"));

    public async ValueTask InitializeAsync()
    {
        _home = await makeHome();
        for (var i = 0; i < replicas; i++)
        {
            _servers.Add(await _home.StartAsync());
        }

        var access = new AccessService.AccessServiceClient(_servers[0].AsAdmin());
        var tokens = new Dictionary<string, string>
        {
            ["ada"] = await TokenAsync(access, "ada", Role.Editor),
            ["grace"] = await TokenAsync(access, "grace", Role.Approver),
            ["root"] = await TokenAsync(access, "root", Role.Admin),
            ["eve"] = await TokenAsync(access, "eve", Role.Admin),
        };
        _callers.AddRange(_servers.Select(server => tokens.ToDictionary(token => token.Key, token => server.As(token.Value))));
        await Samples.HoldOutAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        if (_home is not null)
        {
            await _home.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private static async Task<string> TokenAsync(AccessService.AccessServiceClient access, string owner, Role role) =>
        (await access.CreateTokenAsync(new CreateTokenRequest { Owner = owner, Roles = { role } })).Token;
}

/// <summary>One server on SQLite.</summary>
public sealed class EmbeddedMutationServers() : MutationServers(() => Task.FromResult(ControlPlaneHome.Embedded()), replicas: 1);

/// <summary>Two servers on one PostgreSQL database.</summary>
public sealed class ReplicatedMutationServers() : MutationServers(ControlPlaneHome.OnServerAsync, replicas: 2);
