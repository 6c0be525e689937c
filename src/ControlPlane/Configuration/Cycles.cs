namespace GrpcExp.ControlPlane.Configuration;

/// <summary>Finds circles among things that refer to each other.</summary>
internal static class Cycles
{
    /// <summary>The way from <paramref name="start"/> back to itself; null when there is none.</summary>
    public static IReadOnlyList<string>? Find(string start, Func<string, IEnumerable<string>> next)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var current))
        {
            foreach (var neighbour in next(current))
            {
                if (neighbour == start)
                {
                    return Way(start, current, cameFrom);
                }

                if (cameFrom.TryAdd(neighbour, current))
                {
                    open.Enqueue(neighbour);
                }
            }
        }

        return null;
    }

    private static List<string> Way(string start, string last, Dictionary<string, string> cameFrom)
    {
        var way = new List<string> { start };
        for (var current = last; current != start; current = cameFrom[current])
        {
            way.Insert(0, current);
        }

        way.Insert(0, start);
        return way;
    }
}
