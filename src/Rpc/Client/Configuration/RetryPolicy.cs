using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>
/// When a failed call is tried again: as long as no response headers have come. The wait before retry n is
/// random between 0 and min(InitialBackoff × BackoffMultiplierⁿ⁻¹, MaxBackoff). Every property is required.
/// </summary>
public sealed class RetryPolicy : ConfigObject
{
    /// <summary>How often a call is tried in all, at least 2; the channel's MaxRetryAttempts caps it.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The longest wait before the first retry; more than zero.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest wait before any retry; more than zero.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>The factor between waits; more than zero.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The codes that are tried again; at least one.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
