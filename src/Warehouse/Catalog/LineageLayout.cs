namespace GrpcExp.Warehouse.Catalog;

/// <summary>Places a lineage in layers from left to right: each node right of all it reads, few crossings, the same every time.</summary>
internal sealed class LineageLayout
{
    private const int Sweeps = 12;

    private readonly Dictionary<string, int> layerOf = [];
    private readonly List<List<string>> layers = [];
    private readonly Dictionary<string, double> rowOf = [];
    private readonly Dictionary<(string From, string To), IReadOnlyList<string>> ways = [];

    /// <param name="nodes">Names, in an order that decides ties.</param>
    /// <param name="edges">From what is read to who reads it; no circles.</param>
    public LineageLayout(IReadOnlyList<string> nodes, IReadOnlyCollection<(string From, string To)> edges)
    {
        var readsOf = edges.ToLookup(edge => edge.To, edge => edge.From);
        foreach (var node in nodes)
        {
            Layer(node, readsOf);
        }

        foreach (var node in nodes)
        {
            Add(node, layerOf[node]);
        }

        var links = new List<(string From, string To)>();
        foreach (var edge in edges)
        {
            ways[edge] = Way(edge.From, edge.To);
            links.AddRange(ways[edge].Zip(ways[edge].Skip(1)));
        }

        Untangle(links);
    }

    /// <summary>Layers there are.</summary>
    public int Columns => layers.Count;

    /// <summary>Rows of the longest layer.</summary>
    public int Rows => layers.Max(layer => layer.Count);

    /// <summary>Where a node is: layer from the left and row from the top, from 0; rows may be fractions, as shorter layers are centred.</summary>
    public (int Column, double Row) Place(string node) => (layerOf[node], rowOf[node]);

    /// <summary>Places an edge passes, one a layer, its ends first and last.</summary>
    public IReadOnlyList<(int Column, double Row)> Way((string From, string To) edge) => [.. ways[edge].Select(Place)];

    private int Layer(string node, ILookup<string, string> readsOf)
    {
        if (!layerOf.TryGetValue(node, out var layer))
        {
            layer = readsOf[node].Select(read => Layer(read, readsOf) + 1).DefaultIfEmpty(0).Max();
            layerOf[node] = layer;
        }

        return layer;
    }

    private void Add(string node, int layer)
    {
        while (layers.Count <= layer)
        {
            layers.Add([]);
        }

        layerOf[node] = layer;
        layers[layer].Add(node);
    }

    // A long edge gets a place in every layer it passes, so that it does not run through nodes. Edges from one node share them.
    private List<string> Way(string from, string to)
    {
        var way = new List<string> { from };
        for (var layer = layerOf[from] + 1; layer < layerOf[to]; layer++)
        {
            var bend = $"{from}→{layer}";
            if (!layerOf.ContainsKey(bend))
            {
                Add(bend, layer);
            }

            way.Add(bend);
        }

        way.Add(to);
        return way;
    }

    // Barycentres (Sugiyama, Tagawa and Toda 1981): each node goes to the mean row of its neighbours, sweeping right and left.
    private void Untangle(List<(string From, string To)> links)
    {
        var before = links.Distinct().ToLookup(link => link.To, link => link.From);
        var after = links.Distinct().ToLookup(link => link.From, link => link.To);
        layers.ForEach(Number);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var rightward = sweep % 2 == 0;
            foreach (var layer in rightward ? layers.Skip(1) : layers.SkipLast(1).Reverse())
            {
                var neighbours = rightward ? before : after;
                var sorted = layer.OrderBy(node => neighbours[node].Select(near => rowOf[near]).DefaultIfEmpty(rowOf[node]).Average()).ToArray();
                layer.Clear();
                layer.AddRange(sorted);
                Number(layer);
            }
        }
    }

    private void Number(List<string> layer)
    {
        var top = (Rows - layer.Count) / 2.0;
        for (var i = 0; i < layer.Count; i++)
        {
            rowOf[layer[i]] = top + i;
        }
    }
}
