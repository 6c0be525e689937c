namespace GrpcExp.Warehouse.Builds;

/// <summary>How to build the warehouse.</summary>
public sealed record BuildOptions
{
    /// <summary>Build incremental models from nothing instead of merging new rows; default false.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>Run the data tests; default true. What tests have found stands until they run again and pass.</summary>
    public bool RunTests { get; init; } = true;

    /// <summary>Steps that run at once where the engine allows, from 1; default null, one a processor and at most 8.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Overrides of the project's <c>vars</c>; default none.</summary>
    public IReadOnlyDictionary<string, string> Vars { get; init; } = new Dictionary<string, string>();

    /// <summary>Models to build, in dbt's selection syntax, for example <c>+mart_data_quality</c> or <c>tag:staging</c>; default all.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Models to leave out of <see cref="Select"/>, in the same syntax; default none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Bytes of raw rows from which on large models are made in slices; smaller ones are quicker whole. Default 64 MiB.</summary>
    internal long SliceFromBytes { get; init; } = 64L << 20;

    /// <summary>True when a part is selected. The build before stays the one that the next starts from.</summary>
    internal bool IsPartial => Select.Count > 0 || Exclude.Count > 0;
}
