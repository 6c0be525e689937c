using Google.Protobuf;

namespace GrpcExp.Cli.Definitions;

/// <summary>One entry of a file of definitions: what it defines, where its fields stand, and what is wrong with it.</summary>
/// <param name="kind">What it defines.</param>
/// <param name="number">Place in its list, from 1.</param>
/// <param name="line">Line where it begins, from 1.</param>
internal sealed class DefinitionEntry(DefinitionKind kind, int number, long line)
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public DefinitionKind Kind => kind;

    /// <summary>What could be read.</summary>
    public IMessage Message { get; } = kind.Create();

    /// <summary>Key of what it defines; empty when it gives none.</summary>
    public string Key => (string)Message.Descriptor.FindFieldByName("key").Accessor.GetValue(Message);

    /// <summary>Its problems, each with its line.</summary>
    public List<DefinitionProblem> Problems { get; } = [];

    /// <summary>Place in the list, from 1.</summary>
    public int Number => number;

    private string Name => Key.Length > 0 ? $"entry {number} ({Key})" : $"entry {number}";

    /// <summary>Remembers the line of a field, for example <c>filters[0].value</c>.</summary>
    public void Place(string path, long at) => _lines[path] = at;

    /// <summary>Whether the file says anything about a field, its default too.</summary>
    public bool Names(string path) => _lines.ContainsKey(path);

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
        Problems.Add(new DefinitionProblem(place, Name, path.Length > 0 ? $"{path}: {problem}" : problem));
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
