using System.Diagnostics;
using System.Globalization;

namespace GrpcExp.Load.Engine;

/// <summary>Who uses the processors between its making and <see cref="Read"/>. Others' use is known on Linux only and 0 elsewhere.</summary>
internal sealed class ProcessorMeter
{
    private const double JiffiesASecond = 100;

    private readonly IReadOnlyList<Process> _product;
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly double _generator = Seconds(Process.GetCurrentProcess());
    private readonly double _productBefore;
    private readonly double _machine = BusySeconds();

    /// <param name="product">The processes under load.</param>
    public ProcessorMeter(IReadOnlyList<Process> product)
    {
        _product = product;
        _productBefore = product.Sum(Seconds);
    }

    public ProcessorUse Read()
    {
        var elapsed = Math.Max(0.001, Stopwatch.GetElapsedTime(_begin).TotalSeconds);
        var generator = Seconds(Process.GetCurrentProcess()) - _generator;
        var product = _product.Sum(Seconds) - _productBefore;
        var others = Math.Max(0, BusySeconds() - _machine - generator - product);
        return new ProcessorUse(generator / elapsed, product / elapsed, others / elapsed);
    }

    private static double Seconds(Process process)
    {
        process.Refresh();
        return process.HasExited ? 0 : process.TotalProcessorTime.TotalSeconds;
    }

    // Everything but idle and waiting for disks: user, nice, system, irq, softirq, steal.
    private static double BusySeconds()
    {
        const string stat = "/proc/stat";
        if (!File.Exists(stat))
        {
            return 0;
        }

        var times = File.ReadLines(stat).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return (times[0] + times[1] + times[2] + times[5] + times[6] + times[7]) / JiffiesASecond;
    }
}
