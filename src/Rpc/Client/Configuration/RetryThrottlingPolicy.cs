namespace Grpc.Net.Client.Configuration;

/// <summary>A bucket of tokens: a failure takes one, a success gives some back, at half or less nothing is retried.</summary>
public sealed class RetryThrottlingPolicy : ConfigObject
{
    /// <summary>The size of the bucket, 1 to 1000. Required.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back; more than zero. Required.</summary>
    public double? TokenRatio { get; set; }
}
