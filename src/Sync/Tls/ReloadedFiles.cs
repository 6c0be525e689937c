namespace GrpcExp.Sync;

/// <summary>Something that files hold, read again after they were changed. While they cannot be read, the last good one stays. Thread-safe.</summary>
/// <typeparam name="T">What they hold.</typeparam>
public sealed class ReloadedFiles<T>
    where T : class
{
    private readonly string[] _paths;
    private readonly Func<T> _read;
    private readonly Lock _reading = new();
    private DateTime[] _stamps;
    private volatile T _current;

    /// <summary>Reads them for the first time; what that throws is for the caller.</summary>
    /// <param name="read">Reads the files.</param>
    /// <param name="paths">The files; whichever changes, all are read again.</param>
    public ReloadedFiles(Func<T> read, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(read);
        _paths = paths;
        _read = read;
        _stamps = Stamps();
        _current = read();
    }

    /// <summary>Gets what went wrong when the changed files could not be read, once a change.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>What they hold now; costs a look at the time of each file.</summary>
    public T Current
    {
        get
        {
            lock (_reading)
            {
                var stamps = Stamps();
                if (!stamps.AsSpan().SequenceEqual(_stamps))
                {
                    _stamps = stamps;
                    Reload();
                }
            }

            return _current;
        }
    }

    private void Reload()
    {
        try
        {
            _current = _read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            // Half of a certificate and its key may be replaced by now: the other half will change the time again.
            Failed?.Invoke(exception);
        }
    }

    private DateTime[] Stamps() => Array.ConvertAll(_paths, File.GetLastWriteTimeUtc);
}
