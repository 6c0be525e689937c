using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Client;

/// <summary>How a client behaves.</summary>
public sealed record GrpcExpClientOptions
{
    /// <summary>Longest wait for one answer, connecting included; above zero, at most one hour; default one second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Raw socket only: connections that callers are spread over, 1 to <see cref="ClientLimits.Connections"/>; default 1.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>
    /// Raw socket only: requests that may be on their way on one connection, 1 to
    /// <see cref="ClientLimits.InFlightPerConnection"/>; default 16,384. One more gets its default at once.
    /// </summary>
    public int InFlightPerConnection { get; init; } = 16_384;

    /// <summary>The clock that deadlines and waits are taken from; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance for the jitter of waits; used only while the client is made, so it may be shared. Default unseeded.</summary>
    public Random Jitter { get; init; } = new();

    /// <summary>Where the client logs; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message says which and what it takes.</exception>
    internal GrpcExpClientOptions Checked()
    {
        if (Timeout <= TimeSpan.Zero || Timeout > ClientLimits.Timeout)
        {
            throw new ArgumentOutOfRangeException(nameof(Timeout), Timeout, $"Timeout: {Timeout} is refused; give more than zero and at most {ClientLimits.Timeout}.");
        }

        Check(nameof(Connections), Connections, ClientLimits.Connections);
        Check(nameof(InFlightPerConnection), InFlightPerConnection, ClientLimits.InFlightPerConnection);
        ArgumentNullException.ThrowIfNull(Time);
        ArgumentNullException.ThrowIfNull(Jitter);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        return this;
    }

    private static void Check(string name, int value, int limit)
    {
        if (value < 1 || value > limit)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name}: {value} is refused; give 1 to {limit}.");
        }
    }
}
