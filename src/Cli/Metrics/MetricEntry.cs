using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>One entry of a metrics file: the metric it defines, where its fields stand, and what is wrong with it.</summary>
/// <param name="number">Place in the list, from 1.</param>
/// <param name="line">Line where it begins, from 1.</param>
internal sealed class MetricEntry(int number, long line)
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>What could be read.</summary>
    public Metric Metric { get; } = new();

    /// <summary>Its problems, each with its line.</summary>
    public List<MetricFileProblem> Problems { get; } = [];

    /// <summary>Place in the list, from 1.</summary>
    public int Number => number;

    private string Name => Metric.Key.Length > 0 ? $"entry {number} ({Metric.Key})" : $"entry {number}";

    /// <summary>Remembers the line of a field, for example <c>filters[0].value</c>.</summary>
    public void Place(string path, long at) => _lines[path] = at;

    /// <summary>Adds a problem found in the file.</summary>
    public void Refuse(string path, string problem)
    {
        _refused.Add(path);
        Add(path, problem);
    }

    /// <summary>Adds a problem that the control plane found; one that the file itself shows already is not told twice.</summary>
    public void RefuseByServer(string path, string problem)
    {
        if (!Paths(path).Any(_refused.Contains))
        {
            Add(path, problem);
        }
    }

    private void Add(string path, string problem)
    {
        var place = Paths(path).Where(_lines.ContainsKey).Select(found => _lines[found]).DefaultIfEmpty(line).First();
        Problems.Add(new MetricFileProblem(place, Name, path.Length > 0 ? $"{path}: {problem}" : problem));
    }

    /// <summary>A path and everything that it lies in: a field that is missing is told where its message begins.</summary>
    private static IEnumerable<string> Paths(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            yield return path[..end];
        }
    }
}
