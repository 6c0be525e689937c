using Grpc.Net.Client.Configuration;

namespace GrpcExp.Rpc.Client;

/// <summary>The token bucket of <see cref="RetryThrottlingPolicy"/>, shared by the calls of a channel.</summary>
internal sealed class RetryThrottle
{
    private readonly Lock _lock = new();
    private readonly double _max;
    private readonly double _ratio;
    private double _tokens;

    public RetryThrottle(RetryThrottlingPolicy policy)
    {
        if (policy.MaxTokens is not (> 0 and <= 1000))
        {
            throw new ArgumentException($"RetryThrottlingPolicy.MaxTokens is {policy.MaxTokens}; it must be 1 to 1000.");
        }

        if (policy.TokenRatio is not > 0)
        {
            throw new ArgumentException($"RetryThrottlingPolicy.TokenRatio is {policy.TokenRatio}; it must be more than zero.");
        }

        _max = _tokens = policy.MaxTokens.Value;
        // Three decimals count (gRFC A6, "Validation of retryThrottling").
        _ratio = Math.Truncate(policy.TokenRatio.Value * 1000) / 1000;
    }

    /// <summary>Whether enough are left to retry.</summary>
    public bool HasTokens
    {
        get
        {
            lock (_lock)
            {
                return _tokens > _max / 2;
            }
        }
    }

    /// <summary>Takes a token; false when too few are left to retry.</summary>
    public bool Failed()
    {
        lock (_lock)
        {
            _tokens = Math.Max(0, _tokens - 1);
            return _tokens > _max / 2;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _tokens = Math.Min(_max, _tokens + _ratio);
        }
    }
}
