namespace Grpc.Net.Client.Configuration;

/// <summary>How the calls of a channel behave, method by method.</summary>
public sealed class ServiceConfig : ConfigObject
{
    /// <summary>Configurations; the most specific name wins: method, then service, then default.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Stops retries while most calls fail; default null, never.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}
