namespace Grpc.Net.Client.Configuration;

/// <summary>
/// A bucket of tokens, shared by the calls of a channel that have a retry policy: a failure with a retryable code, or one
/// that forbids the retry, takes one, a success gives some back; at half or less nothing is retried.
/// </summary>
public sealed class RetryThrottlingPolicy : ConfigObject
{
    /// <summary>The size of the bucket, 1 to 1000. Required.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back; more than zero, three decimals count. Required.</summary>
    public double? TokenRatio { get; set; }
}
