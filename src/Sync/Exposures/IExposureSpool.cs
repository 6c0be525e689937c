namespace GrpcExp.Sync;

/// <summary>Keeps batches that could not be sent, oldest first. One caller appends while another takes.</summary>
internal interface IExposureSpool
{
    /// <summary>Whether what is kept outlives the process.</summary>
    bool IsDurable { get; }

    /// <summary>Bytes used; an estimate in memory.</summary>
    long Bytes { get; }

    /// <summary>True when nothing is kept.</summary>
    bool IsEmpty { get; }

    /// <summary>Keeps a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="problem">Why it is not kept.</param>
    bool TryAppend(ExposureBatch batch, out string problem);

    /// <summary>The oldest batch, which stays; null when there is none. Damaged ones on the way are set aside and counted as dropped.</summary>
    ExposureBatch? Peek();

    /// <summary>Forgets the batch that <see cref="Peek"/> gave.</summary>
    void Remove();
}
