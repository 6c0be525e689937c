namespace GrpcExp.Sync;

/// <summary>Where exposures go in the end.</summary>
public interface IExposureSink
{
    /// <summary>Name for logs; without secrets.</summary>
    string Name { get; }

    /// <summary>Sends a batch. Returns when it is durable there; a batch sent twice is stored once.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="dropped">What this process had to drop since it started, by experiment; empty when that is known there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ExposuresRefusedException">It will never be taken as it is.</exception>
    Task<ExposureReceipt> SendAsync(ExposureBatch batch, IReadOnlyList<KeyValuePair<string, long>> dropped, CancellationToken cancellationToken);
}
