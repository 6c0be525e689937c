namespace GrpcExp.Warehouse.Projects;

/// <summary>Who reads whom in a project. Models and the tables of computed steps are its nodes; raw tables are where it begins.</summary>
internal sealed class ModelGraph
{
    private readonly Dictionary<string, string> stepOfTable;

    private ModelGraph(
        IReadOnlyDictionary<string, CompiledModel> compiled,
        IReadOnlyDictionary<string, IReadOnlySet<string>> reads,
        IReadOnlyDictionary<string, IReadOnlySet<string>> sources,
        Dictionary<string, string> stepOfTable)
    {
        Compiled = compiled;
        Reads = reads;
        Sources = sources;
        this.stepOfTable = stepOfTable;
        StepReads = StepEdges();
        Steps = BuildGraph.Sort(StepReads);
    }

    /// <summary>Models as rendered for a first build.</summary>
    public IReadOnlyDictionary<string, CompiledModel> Compiled { get; }

    /// <summary>By model or computed table, the models and computed tables it reads.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Reads { get; }

    /// <summary>By model or computed table, the raw tables it reads, for example <c>raw.events</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Sources { get; }

    /// <summary>By step, a model or a computed step, the steps it reads.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> StepReads { get; }

    /// <summary>Steps, each after what it reads, and among free ones by name.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>The step that makes a model or a computed table.</summary>
    public string StepOf(string node) => stepOfTable.GetValueOrDefault(node, node);

    /// <summary>Whether a model reads another, itself or through others.</summary>
    public bool DependsOn(string model, string other) =>
        Reads.TryGetValue(model, out var reads) && reads.Any(read => read == other || DependsOn(read, other));

    /// <summary>How far from a day with new events a model may change: its own reach and that of what it reads.</summary>
    public DayReach ReachOf(string model)
    {
        var own = Compiled.TryGetValue(model, out var compiled) ? compiled.Reach : default;
        return Reads[model].Aggregate(default(DayReach), (widest, read) => widest.With(ReachOf(read))).Beyond(own);
    }

    /// <summary>Renders every model once, so that a mistake anywhere is found.</summary>
    /// <exception cref="WarehouseException">A template is wrong, or models read each other in a circle.</exception>
    public static ModelGraph Create(ModelProject project, ModelCompiler compiler)
    {
        var compiled = new Dictionary<string, CompiledModel>();
        var reads = new Dictionary<string, IReadOnlySet<string>>();
        var sources = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var model in project.Models.Values)
        {
            var first = compiler.Compile(model, isIncremental: false);
            var merged = compiler.Compile(model, isIncremental: true);
            compiled[model.Name] = first;
            reads[model.Name] = first.DependsOn.Union(merged.DependsOn).Where(read => read != model.Name).ToHashSet();
            sources[model.Name] = first.Sources.Union(merged.Sources).ToHashSet();
        }

        var computed = project.Sources.Values.Where(table => table.ComputedBy is not null).ToArray();
        foreach (var table in computed)
        {
            reads[table.Name] = table.DependsOn.ToHashSet();
            sources[table.Name] = new HashSet<string>();
        }

        return new ModelGraph(compiled, reads, sources, computed.ToDictionary(table => table.Name, table => table.ComputedBy!));
    }

    private Dictionary<string, IReadOnlyCollection<string>> StepEdges() => Reads
        .GroupBy(node => StepOf(node.Key), node => node.Value)
        .ToDictionary(
            step => step.Key,
            step => (IReadOnlyCollection<string>)[.. step.SelectMany(read => read).Select(StepOf).Where(read => read != step.Key).Distinct().Order(StringComparer.Ordinal)]);
}
