namespace GrpcExp.Warehouse.Builds;

/// <summary>Stops a build that must not be published.</summary>
internal sealed class BuildFailedException : Exception
{
    public BuildFailedException(string message)
        : base(message)
    {
    }

    public BuildFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
