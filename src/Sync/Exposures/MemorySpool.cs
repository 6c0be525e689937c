namespace GrpcExp.Sync;

/// <summary>A spool for processes without a folder: it bridges a short outage and ends with the process.</summary>
internal sealed class MemorySpool : IExposureSpool
{
    // An exposure with its assignment, keys and unit included, by and large.
    private const int BytesEach = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<ExposureBatch> _batches = new();
    private int _exposures;

    public bool IsDurable => false;

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return (long)_exposures * BytesEach;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _batches.Count == 0;
            }
        }
    }

    public bool TryAppend(ExposureBatch batch, out string problem)
    {
        lock (_lock)
        {
            problem = "";
            if (_exposures + batch.Exposures.Count > ExposureLimits.SpooledInMemory)
            {
                problem = $"the spool in memory is at its limit of {ExposureLimits.SpooledInMemory} exposures; give a folder for more";
                return false;
            }

            _batches.Enqueue(batch);
            _exposures += batch.Exposures.Count;
            return true;
        }
    }

    public ExposureBatch? Peek()
    {
        lock (_lock)
        {
            return _batches.TryPeek(out var batch) ? batch : null;
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            _exposures -= _batches.Dequeue().Exposures.Count;
        }
    }
}
