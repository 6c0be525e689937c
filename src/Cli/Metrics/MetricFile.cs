using GrpcExp.Cli.CommandLine;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Metrics;

/// <summary>A YAML file with a list <c>metrics</c>, one entry a metric.</summary>
internal sealed class MetricFile
{
    private const string ListKey = "metrics";

    /// <summary>What the control plane sets, and nobody else.</summary>
    private static readonly HashSet<string> OutputOnly = new(StringComparer.Ordinal) { "version", "deprecated", "replacement", "etag", "create_time" };

    private readonly string _path;
    private readonly List<MetricFileProblem> _problems = [];

    private MetricFile(string path, string text)
    {
        _path = path;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                Read(root);
            }
            else
            {
                _problems.Add(new MetricFileProblem(1, "", $"the file holds no mapping: write '{ListKey}:' and a list of entries below"));
            }
        }
        catch (YamlException exception)
        {
            _problems.Add(new MetricFileProblem(exception.Start.Line, "", $"this is no YAML: {exception.Message}"));
        }
    }

    /// <summary>The entries in the order of the file.</summary>
    public List<MetricEntry> Entries { get; } = [];

    /// <summary>Every problem, by line.</summary>
    public IReadOnlyList<MetricFileProblem> Problems => [.. _problems.Concat(Entries.SelectMany(entry => entry.Problems)).OrderBy(problem => problem.Line)];

    /// <summary>Reads a file; what is wrong in it is in <see cref="Problems"/>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MetricFile Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>Reads a text as if it were in a file of that name.</summary>
    public static MetricFile Parse(string path, string text) => new(path, text);

    /// <exception cref="CommandException">There are problems; the message lists all of them.</exception>
    public void ThrowIfRefused()
    {
        if (Problems is { Count: > 0 } problems)
        {
            throw new CommandException($"'{_path}' was refused and nothing was changed:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(problem => $"  {problem}"))}");
        }
    }

    private void Read(YamlMappingNode root)
    {
        foreach (var (key, _) in root.Children.Where(child => (child.Key as YamlScalarNode)?.Value != ListKey))
        {
            _problems.Add(new MetricFileProblem(key.Start.Line, "", $"'{key}' is unknown: the file has one list, '{ListKey}'"));
        }

        if (!root.Children.TryGetValue(new YamlScalarNode(ListKey), out var list) || list is not YamlSequenceNode { Children.Count: > 0 } entries)
        {
            _problems.Add(new MetricFileProblem(root.Start.Line, "", $"'{ListKey}' holds no list: write one entry a metric, each beginning with '- key: …'"));
            return;
        }

        foreach (var node in entries.Children)
        {
            Entries.Add(Entry(node, Entries.Count + 1));
        }

        foreach (var again in Entries.Where(entry => entry.Metric.Key.Length > 0).GroupBy(entry => entry.Metric.Key).SelectMany(same => same.Skip(1).Select(entry => (entry, First: same.First()))))
        {
            again.entry.Refuse("key", $"'{again.entry.Metric.Key}' is that of entry {again.First.Number} too: give each metric one entry");
        }
    }

    private static MetricEntry Entry(YamlNode node, int number)
    {
        var entry = new MetricEntry(number, node.Start.Line);
        if (node is YamlMappingNode mapping)
        {
            new YamlMessageReader(entry).Read(mapping, entry.Metric, "", OutputOnly);
        }
        else
        {
            entry.Refuse("", "is no metric: write its fields as 'key: value', one a line");
        }

        return entry;
    }
}
