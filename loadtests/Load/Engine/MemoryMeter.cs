using System.Diagnostics;
using System.Globalization;

namespace GrpcExp.Load.Engine;

/// <summary>
/// The highest private and the highest resident memory of this process while it runs, looked at twenty times a second. Private is
/// RssAnon of /proc/self/status: what is resident and backed by no file; elsewhere than on Linux the whole working set stands for it.
/// </summary>
internal sealed class MemoryMeter : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;
    private long _private;
    private long _resident;

    public MemoryMeter() => _watch = Task.Run(WatchAsync);

    /// <summary>Bytes.</summary>
    public long PeakPrivate => Interlocked.Read(ref _private);

    /// <summary>Bytes, files mapped into memory included.</summary>
    public long PeakResident => Interlocked.Read(ref _resident);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            do
            {
                Look();
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            Look();
        }
    }

    private void Look()
    {
        const string status = "/proc/self/status";
        using var process = Process.GetCurrentProcess();
        var resident = process.WorkingSet64;
        var anonymous = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
            : null;
        var own = anonymous is null ? resident : long.Parse(anonymous.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
        Interlocked.Exchange(ref _resident, Math.Max(_resident, resident));
        Interlocked.Exchange(ref _private, Math.Max(_private, own));
    }
}
