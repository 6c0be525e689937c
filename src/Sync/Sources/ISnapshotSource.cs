namespace GrpcExp.Sync;

/// <summary>Somewhere that snapshots come from.</summary>
public interface ISnapshotSource
{
    /// <summary>Name for logs and metrics, for example <c>redis://cache:6379</c>; without secrets.</summary>
    string Name { get; }

    /// <summary>Follows the source until it is lost.</summary>
    /// <param name="link">Takes what the source says.</param>
    /// <param name="cancellationToken">Ends following.</param>
    /// <returns>A task that fails with the reason when the source is lost; it does not end well by itself.</returns>
    Task FollowAsync(SourceLink link, CancellationToken cancellationToken);
}
