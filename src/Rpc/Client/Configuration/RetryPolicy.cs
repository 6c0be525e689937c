using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>
/// When a failed call is tried again (gRFC A6): as long as no response headers have come and its requests are still kept.
/// The wait before retry n is min(InitialBackoff × BackoffMultiplierⁿ⁻¹, MaxBackoff) × a random 0.8 to 1.2. A server that
/// answers with <c>grpc-retry-pushback-ms</c> names the wait itself, whatever the code, and the series starts over; a
/// negative number there forbids the retry. Every property is required.
/// </summary>
public sealed class RetryPolicy : ConfigObject
{
    /// <summary>How often a call is tried in all, at least 2; the channel's MaxRetryAttempts caps it.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The wait before the first retry; more than zero.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest wait before any retry, before the ±20 %; more than zero.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>The factor between waits; more than zero.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The codes that are tried again; at least one.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
