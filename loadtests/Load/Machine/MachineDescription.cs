using System.Globalization;
using System.Runtime.InteropServices;

namespace GrpcExp.Load.Machine;

/// <summary>The machine that a report was made on.</summary>
/// <param name="Processor">Model as the system names it.</param>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="MemoryMebibytes">Memory, MiB.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET of the generator.</param>
/// <param name="LoadAverage">Processes that wanted to run over the last minute, before the run; below zero where unknown.</param>
internal sealed record MachineDescription(string Processor, int Cores, long MemoryMebibytes, string System, string Runtime, double LoadAverage)
{
    public static MachineDescription Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
        $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}",
        RuntimeInformation.FrameworkDescription,
        Average());

    private static string ProcessorName() =>
        Lines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static double Average() =>
        Lines("/proc/loadavg").FirstOrDefault() is { } line ? double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) : -1;

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadLines(path) : [];
}
