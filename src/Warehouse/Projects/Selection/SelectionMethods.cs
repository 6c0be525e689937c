namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>dbt's selector methods: which nodes a value names, before it goes up or down the graph.</summary>
internal sealed class SelectionMethods(ModelProject project, ModelGraph graph)
{
    private const string SourcePrefix = "source:";

    /// <summary>The node that stands for a raw table among models.</summary>
    public static string SourceNode(string source) => SourcePrefix + source;

    /// <summary>True for a node that stands for a raw table.</summary>
    public static bool IsSourceNode(string node) => node.StartsWith(SourcePrefix, StringComparison.Ordinal);

    /// <summary>Models, computed tables and raw tables that a criterion names.</summary>
    /// <exception cref="WarehouseException">The method is unknown, or nothing is named so; near names are listed.</exception>
    public IReadOnlySet<string> Find(SelectionCriterion criterion)
    {
        var value = criterion.Value;
        return criterion.Method switch
        {
            null when value.Contains('/', StringComparison.Ordinal) => ByPath(criterion),
            null or "fqn" => Named(criterion, "model or folder", Nodes.Where(node => IsAt(NameParts(node), value)), Nodes.Concat(Folders)),
            "tag" or "config.tags" => Named(
                criterion, "tag", Models.Where(model => model.Tags.Any(tag => NamePattern.Matches(value, tag))).Select(model => model.Name), Models.SelectMany(model => model.Tags)),
            "path" => ByPath(criterion),
            "file" => Named(criterion, "file", Models.Where(model => NamePattern.Matches(value, FileName(model))).Select(model => model.Name), Models.Select(FileName)),
            "source" => Named(
                criterion,
                "source or source table",
                project.Sources.Values.Where(table => IsAt([table.Source, table.Name], value)).Select(NodeOf),
                project.Sources.Values.SelectMany(table => new[] { table.Source, $"{table.Source}.{table.Name}" })),
            "config.materialized" => Named(criterion, "materialization", Nodes.Where(node => NamePattern.Matches(value, Materialization(node))), Nodes.Select(Materialization)),
            var method => throw new WarehouseException(
                $"\"{criterion.Text}\": method {method} is unknown; use tag, path, file, source, fqn, config.materialized or config.tags."),
        };
    }

    private IEnumerable<string> Nodes => graph.Reads.Keys;

    private IEnumerable<ModelDefinition> Models => project.Models.Values;

    private IEnumerable<string> Folders => Models.SelectMany(model => NameParts(model.Name)[1..^1]);

    private static string FileName(ModelDefinition model) => Path.GetFileName(model.Path);

    private static string NodeOf(SourceTable table) =>
        table.ComputedBy is null ? SourceNode($"{table.Source}.{table.Name}") : table.Name;

    // As in dbt: the name alone, or the project's name and folders from the front, all or part of the way.
    private static bool IsAt(string[] parts, string value)
    {
        if (NamePattern.Matches(value, parts[^1]))
        {
            return true;
        }

        var asked = value.Split('.');
        return new[] { parts, parts[1..] }.Any(path => asked.Length <= path.Length && asked.Zip(path).All(pair => NamePattern.Matches(pair.First, pair.Second)));
    }

    private static HashSet<string> Named(SelectionCriterion criterion, string kind, IEnumerable<string> found, IEnumerable<string> known)
    {
        var nodes = found.ToHashSet();
        if (nodes.Count > 0)
        {
            return nodes;
        }

        var near = NearNames.Of(criterion.Value, known);
        var remedy = near.Count > 0
            ? $"near it are {string.Join(", ", near)}"
            : $"there are {string.Join(", ", known.Distinct().Order(StringComparer.Ordinal).Take(10))}{(known.Distinct().Count() > 10 ? ", …" : "")}";
        throw new WarehouseException($"\"{criterion.Text}\" names no {kind}; {remedy}.");
    }

    private HashSet<string> ByPath(SelectionCriterion criterion)
    {
        var path = criterion.Value.TrimEnd('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        var found = Models.Where(model => IsUnder(model.Path, path)).Select(model => model.Name);
        return Named(criterion, "path", found, Models.SelectMany(model => new[] { model.Path, Path.GetDirectoryName(model.Path)!.Replace('\\', '/') }));
    }

    private static bool IsUnder(string path, string asked)
    {
        for (var part = path; part.Length > 0; part = part.Contains('/', StringComparison.Ordinal) ? part[..part.LastIndexOf('/')] : "")
        {
            if (NamePattern.Matches(asked, part))
            {
                return true;
            }
        }

        return false;
    }

    private string Materialization(string node) => graph.Compiled.TryGetValue(node, out var model) ? model.Materialization : "computed";

    private string[] NameParts(string node) => project.Models.TryGetValue(node, out var model)
        ? [project.Name, .. model.Path.Split('/')[1..^1], node]
        : [project.Name, node];
}
