using System.Globalization;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>The name by which this process is told from every other that shares its database, or ever did.</summary>
/// <param name="Name">Host, process and a random part.</param>
internal sealed record ServerInstance(string Name)
{
    public static ServerInstance New() => new(string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}"));
}
