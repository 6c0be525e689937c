using GrpcExp.Cli.CommandLine;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>A YAML file with lists of definitions, one entry a flag, metric, experiment and so on.</summary>
internal sealed class DefinitionFile
{
    private readonly string _path;
    private readonly IReadOnlyList<DefinitionKind> _kinds;
    private readonly List<DefinitionProblem> _problems = [];

    private DefinitionFile(string path, string text, IReadOnlyList<DefinitionKind> kinds)
    {
        _path = path;
        _kinds = kinds;
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
                _problems.Add(new DefinitionProblem(1, "", $"the file holds no mapping: write '{kinds[0].List}:' and a list of entries below"));
            }
        }
        catch (YamlException exception)
        {
            _problems.Add(new DefinitionProblem(exception.Start.Line, "", $"this is no YAML: {exception.Message}"));
        }
    }

    /// <summary>The entries in the order of the file.</summary>
    public List<DefinitionEntry> Entries { get; } = [];

    /// <summary>Every problem, by line.</summary>
    public IReadOnlyList<DefinitionProblem> Problems => [.. _problems.Concat(Entries.SelectMany(entry => entry.Problems)).OrderBy(problem => problem.Line)];

    private string Lists => _kinds is [var one] ? $"the file has one list, '{one.List}'" : $"lists are {string.Join(", ", _kinds.Select(kind => kind.List))}";

    /// <summary>Reads a file; what is wrong in it is in <see cref="Problems"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">Lists that it may hold.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DefinitionFile Read(string path, params IReadOnlyList<DefinitionKind> kinds) => new(path, File.ReadAllText(path), kinds);

    /// <summary>Reads a text as if it were in a file of that name.</summary>
    public static DefinitionFile Parse(string path, string text, params IReadOnlyList<DefinitionKind> kinds) => new(path, text, kinds);

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
        foreach (var (key, list) in root.Children)
        {
            if (_kinds.FirstOrDefault(kind => kind.List == (key as YamlScalarNode)?.Value) is { } kind)
            {
                Read(kind, list, key.Start.Line);
            }
            else
            {
                _problems.Add(new DefinitionProblem(key.Start.Line, "", $"'{key}' is unknown: {Lists}"));
            }
        }

        if (_problems.Count == 0 && Entries.Count == 0)
        {
            _problems.Add(new DefinitionProblem(root.Start.Line, "", $"the file holds no entry: write one a definition, each beginning with '- key: …'; {Lists}"));
        }
    }

    private void Read(DefinitionKind kind, YamlNode list, long line)
    {
        if (list is not YamlSequenceNode { Children.Count: > 0 } entries)
        {
            _problems.Add(new DefinitionProblem(line, "", $"'{kind.List}' holds no list: write one entry a definition, each beginning with '- key: …'"));
            return;
        }

        var read = new List<DefinitionEntry>();
        foreach (var node in entries.Children)
        {
            read.Add(Entry(kind, node, read.Count + 1));
        }

        foreach (var (again, first) in read.Where(entry => entry.Key.Length > 0).GroupBy(entry => entry.Key).SelectMany(same => same.Skip(1).Select(entry => (entry, same.First()))))
        {
            again.Refuse("key", $"'{again.Key}' is that of entry {first.Number} too: give each one entry");
        }

        Entries.AddRange(read);
    }

    private static DefinitionEntry Entry(DefinitionKind kind, YamlNode node, int number)
    {
        var entry = new DefinitionEntry(kind, number, node.Start.Line);
        if (node is YamlMappingNode mapping)
        {
            new YamlMessageReader(entry, mapping).Read();
        }
        else
        {
            entry.Refuse("", "is no definition: write its fields as 'key: value', one a line");
        }

        return entry;
    }
}
