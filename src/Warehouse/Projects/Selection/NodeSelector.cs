namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>
/// dbt's node selection. A text is a union of parts with spaces between them; a part is an intersection of criteria
/// with commas between them; a criterion names nodes and, with <c>+</c> or <c>@</c>, takes what they read or who reads them along.
/// </summary>
internal sealed class NodeSelector
{
    private readonly SelectionMethods methods;
    private readonly ModelGraph graph;
    private readonly ILookup<string, string> parents;
    private readonly ILookup<string, string> children;

    public NodeSelector(ModelProject project, ModelGraph graph)
    {
        this.graph = graph;
        methods = new SelectionMethods(project, graph);
        var edges = graph.Reads.SelectMany(node => node.Value.Select(read => (Parent: read, Child: node.Key)))
            .Concat(graph.Sources.SelectMany(node => node.Value.Select(source => (Parent: SelectionMethods.SourceNode(source), Child: node.Key))))
            .ToArray();
        parents = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        children = edges.ToLookup(edge => edge.Parent, edge => edge.Child);
    }

    /// <summary>The models and computed tables that are selected and not excluded. The tables of one computed step come together.</summary>
    /// <param name="select">Texts to take; none takes everything.</param>
    /// <param name="exclude">Texts to leave out of that.</param>
    /// <exception cref="WarehouseException">Texts are malformed or name nothing, or nothing is left; every problem is listed.</exception>
    public IReadOnlySet<string> Select(IReadOnlyCollection<string> select, IReadOnlyCollection<string> exclude)
    {
        var problems = new List<string>();
        var selected = select.Count == 0 ? graph.Reads.Keys.ToHashSet() : Union("select", select, problems);
        var excluded = Union("exclude", exclude, problems);
        if (problems.Count > 0)
        {
            throw new WarehouseException(string.Join('\n', problems));
        }

        var steps = selected.Except(excluded).Where(node => !SelectionMethods.IsSourceNode(node)).Select(graph.StepOf).ToHashSet();
        return steps.Count > 0
            ? graph.Reads.Keys.Where(node => steps.Contains(graph.StepOf(node))).ToHashSet()
            : throw new WarehouseException(
                selected.Count > 0 && selected.All(SelectionMethods.IsSourceNode)
                    ? $"select {string.Join(' ', select)} names raw tables only, which no build makes; add + for the models that read them."
                    : $"select {string.Join(' ', select)}{(exclude.Count > 0 ? $" without {string.Join(' ', exclude)}" : "")} leaves no model to build.");
    }

    private HashSet<string> Union(string option, IEnumerable<string> texts, List<string> problems)
    {
        var union = new HashSet<string>();
        foreach (var text in texts)
        {
            var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                problems.Add($"{option}: \"{text}\" is empty; name a model or leave it out.");
            }

            foreach (var part in parts)
            {
                union.UnionWith(Intersection(option, part, problems));
            }
        }

        return union;
    }

    private HashSet<string> Intersection(string option, string part, List<string> problems)
    {
        HashSet<string>? nodes = null;
        foreach (var text in part.Split(','))
        {
            try
            {
                var found = Expand(SelectionCriterion.Parse(text));
                nodes = nodes is null ? found : [.. nodes.Intersect(found)];
            }
            catch (WarehouseException problem)
            {
                problems.Add($"{option}: {problem.Message}");
            }
        }

        return nodes ?? [];
    }

    private HashSet<string> Expand(SelectionCriterion criterion)
    {
        var nodes = methods.Find(criterion);
        if (criterion.WithAncestorsOfDescendants)
        {
            return Walk(Walk(nodes, children, int.MaxValue), parents, int.MaxValue);
        }

        return [.. Walk(nodes, parents, criterion.Ancestors), .. Walk(nodes, children, criterion.Descendants)];
    }

    private static HashSet<string> Walk(IReadOnlySet<string> from, ILookup<string, string> edges, int steps)
    {
        var reached = from.ToHashSet();
        for (IReadOnlyCollection<string> edge = reached.ToArray(); steps > 0 && edge.Count > 0; steps--)
        {
            edge = [.. edge.SelectMany(node => edges[node]).Where(reached.Add)];
        }

        return reached;
    }
}
