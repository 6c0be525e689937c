namespace GrpcExp.Warehouse.Builds;

/// <summary>What a step of a build is.</summary>
public enum BuildStepKind
{
    /// <summary>A model, SQL or computed.</summary>
    Model,

    /// <summary>The data tests of a model.</summary>
    Test,

    /// <summary>Making the finished build visible to readers.</summary>
    Publish,
}
