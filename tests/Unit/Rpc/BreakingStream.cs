namespace GrpcExp.Unit.Rpc;

/// <summary>A request body that takes some writes and flushes and fails from then on.</summary>
internal sealed class BreakingStream : MemoryStream
{
    public int GoodFlushes { get; set; }

    public int GoodWrites { get; set; } = int.MaxValue;

    /// <summary>What each write waits for.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public byte[] Written => ToArray();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Hold is not null)
        {
            await Hold.Task;
        }

        if (GoodWrites-- <= 0)
        {
            throw new IOException("The stream is broken.");
        }

        await base.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        GoodFlushes-- > 0 ? Task.CompletedTask : Task.FromException(new IOException("The stream is broken."));
}
