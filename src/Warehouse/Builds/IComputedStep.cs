namespace GrpcExp.Warehouse.Builds;

/// <summary>A step of the build that is C# and not SQL; declared in sources.yml so that the graph knows it.</summary>
internal interface IComputedStep
{
    /// <summary>Name that sources.yml gives as <c>computed_by</c>.</summary>
    string Name { get; }

    /// <summary>The queries it reads by, for explanation, given where models are.</summary>
    string Explain(Func<string, string> relation);

    /// <summary>Computes its tables.</summary>
    Task<IReadOnlyList<ComputedTable>> RunAsync(ComputedContext context, CancellationToken cancellationToken);
}
