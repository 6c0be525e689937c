namespace GrpcExp.Cli.Terminal;

/// <summary>How far one stage is. Thread-safe.</summary>
internal sealed class StageProgress
{
    private long _done;
    private long _total;
    private volatile string _detail = "";

    /// <summary>Things done so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Things to do; 0 while unknown.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>What came of it, in a few words.</summary>
    public string Detail
    {
        get => _detail;
        set => _detail = value;
    }

    /// <summary>Says how much there is to do.</summary>
    public void Expect(long total) => Interlocked.Exchange(ref _total, total);

    /// <summary>That much more is done.</summary>
    public void Advance(long count = 1) => Interlocked.Add(ref _done, count);

    /// <summary>That much is done.</summary>
    public void Reach(long done) => Interlocked.Exchange(ref _done, done);
}
