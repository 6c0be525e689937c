using System.Runtime.InteropServices;

namespace GrpcExp.Load.Engine;

/// <summary>Sleeps of less than a millisecond, which .NET's own sleep does not have.</summary>
internal static class ShortSleep
{
    private const int SetTimerSlack = 29;

    [ThreadStatic]
    private static bool _isPrecise;

    /// <summary>Puts the calling thread to sleep.</summary>
    /// <param name="nanoseconds">Above 0.</param>
    public static void For(long nanoseconds)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep((int)Math.Max(1, nanoseconds / 1_000_000));
            return;
        }

        if (!_isPrecise)
        {
            // The kernel rounds a thread's sleeps up by 50 µs unless it is asked not to.
            _ = ProcessControl(SetTimerSlack, 1, 0, 0, 0);
            _isPrecise = true;
        }

        var time = new Duration { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        _ = NanoSleep(in time, 0);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Duration time, nint rest);

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [StructLayout(LayoutKind.Sequential)]
    private struct Duration
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
