namespace GrpcExp.Warehouse.Projects;

/// <summary>The order in which steps can run.</summary>
internal static class BuildGraph
{
    /// <summary>Sorts so that every step comes after what it reads; among free steps by name, so the order is always the same.</summary>
    /// <param name="dependencies">Steps and the steps each reads.</param>
    /// <exception cref="WarehouseException">Steps read each other in a circle.</exception>
    public static IReadOnlyList<string> Sort(IReadOnlyDictionary<string, IReadOnlyCollection<string>> dependencies)
    {
        var waiting = dependencies.ToDictionary(step => step.Key, step => step.Value.Where(dependencies.ContainsKey).ToHashSet());
        var free = new SortedSet<string>(waiting.Where(step => step.Value.Count == 0).Select(step => step.Key), StringComparer.Ordinal);
        var order = new List<string>(dependencies.Count);
        while (free.Min is { } next)
        {
            free.Remove(next);
            waiting.Remove(next);
            order.Add(next);
            foreach (var (step, reads) in waiting)
            {
                if (reads.Remove(next) && reads.Count == 0)
                {
                    free.Add(step);
                }
            }
        }

        return waiting.Count == 0
            ? order
            : throw new WarehouseException($"These models read each other in a circle: {string.Join(", ", waiting.Keys.Order(StringComparer.Ordinal))}.");
    }
}
