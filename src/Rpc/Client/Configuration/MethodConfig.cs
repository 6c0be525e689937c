namespace Grpc.Net.Client.Configuration;

/// <summary>How calls of some methods behave.</summary>
public sealed class MethodConfig : ConfigObject
{
    /// <summary>The methods; <see cref="MethodName.Default"/> stands for all.</summary>
    public IList<MethodName> Names { get; } = [];

    /// <summary>When a failed call is tried again; default null, never.</summary>
    public RetryPolicy? RetryPolicy { get; set; }
}
