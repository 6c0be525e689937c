namespace GrpcExp.Warehouse.Builds;

/// <summary>A step of the build that is C# and not SQL; declared in sources.yml so that the graph knows it.</summary>
internal interface IComputedStep
{
    /// <summary>Name that sources.yml gives as <c>computed_by</c>.</summary>
    string Name { get; }

    /// <summary>The queries it reads by, for explanation, given where models are.</summary>
    string Explain(Func<string, string> relation);

    /// <summary>Tables it makes. They are there, empty, when it runs.</summary>
    IReadOnlyList<ComputedTable> Tables { get; }

    /// <summary>Computes the rows of its tables and hands them to the writer in chunks. It reads no rows while it writes: both share a connection.</summary>
    Task RunAsync(ComputedContext context, IComputedWriter writer, CancellationToken cancellationToken);
}
