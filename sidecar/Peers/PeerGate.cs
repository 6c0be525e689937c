using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>Lets the allowed users in at the Unix sockets and closes on all others. Without a list everybody is let in: file permissions decide.</summary>
internal sealed class PeerGate(SidecarOptions options, SidecarCounters counters, TimeProvider time, ILogger<PeerGate> logger)
{
    private readonly BurstGate _log = new(time);

    /// <summary>Whether the other end may stay; a refusal is counted and logged once a burst.</summary>
    public bool IsAllowed(Socket socket)
    {
        if (options.AllowedUsers is not { } allowed)
        {
            return true;
        }

        var user = PeerCredentials.UserOf(socket);
        if (user is { } known && allowed.Contains(known))
        {
            return true;
        }

        counters.CountRefusedPeer();
        if (_log.TryPass(out var unsaid))
        {
            Log.PeerRefused(logger, user, unsaid);
        }

        return false;
    }

    /// <summary>The same for a connection of the web server.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } feature && IsAllowed(feature.Socket))
        {
            return next(connection);
        }

        connection.Abort();
        return Task.CompletedTask;
    };
}
