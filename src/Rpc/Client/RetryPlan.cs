using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace GrpcExp.Rpc.Client;

/// <summary>A checked retry policy: whether, and after which wait, a failed attempt is repeated (gRFC A6).</summary>
internal sealed class RetryPlan
{
    private readonly HashSet<StatusCode> _codes;
    private readonly RetryThrottle? _throttle;
    private readonly Func<double> _random;
    private readonly int _maxAttempts;
    private readonly double _initialMs;
    private readonly double _maxMs;
    private readonly double _multiplier;

    private RetryPlan(RetryPolicy policy, int maxAttempts, RetryThrottle? throttle, Func<double> random)
    {
        _codes = [.. policy.RetryableStatusCodes];
        _maxAttempts = maxAttempts;
        _initialMs = policy.InitialBackoff!.Value.TotalMilliseconds;
        _maxMs = policy.MaxBackoff!.Value.TotalMilliseconds;
        _multiplier = policy.BackoffMultiplier!.Value;
        _throttle = throttle;
        _random = random;
    }

    public static RetryPlan From(RetryPolicy policy, GrpcChannelOptions options, RetryThrottle? throttle)
    {
        Require(policy.MaxAttempts >= 2, "MaxAttempts", policy.MaxAttempts, "2 or more");
        Require(policy.InitialBackoff > TimeSpan.Zero, "InitialBackoff", policy.InitialBackoff, "more than zero");
        Require(policy.MaxBackoff > TimeSpan.Zero, "MaxBackoff", policy.MaxBackoff, "more than zero");
        Require(policy.BackoffMultiplier > 0, "BackoffMultiplier", policy.BackoffMultiplier, "more than zero");
        Require(policy.RetryableStatusCodes.Count > 0, "RetryableStatusCodes", "none", "at least one code");
        Require(!policy.RetryableStatusCodes.Contains(StatusCode.OK), "RetryableStatusCodes", "OK", "codes of failures");
        var attempts = Math.Min(policy.MaxAttempts!.Value, options.MaxRetryAttempts ?? int.MaxValue);
        return new RetryPlan(policy, attempts, throttle, options.NextRandom);
    }

    /// <summary>Notes the end of a call that was past retrying.</summary>
    public void Ended(StatusCode code)
    {
        if (code == StatusCode.OK)
        {
            _throttle?.Succeeded();
        }
        else if (_codes.Contains(code))
        {
            _throttle?.Failed();
        }
    }

    /// <summary>Whether to try again after a failed attempt, and how long to wait first.</summary>
    /// <param name="code">How the attempt ended.</param>
    /// <param name="progress">Counts this attempt already; a wait is added.</param>
    /// <param name="pushback">What the server said about trying again, or null.</param>
    /// <param name="isCommitted">Whether the requests can no longer be sent again.</param>
    /// <param name="wait">The wait; zero or more.</param>
    public bool TryNext(StatusCode code, ref RetryProgress progress, string? pushback, bool isCommitted, out TimeSpan wait)
    {
        wait = default;
        var isRetryable = _codes.Contains(code);
        var pushbackMs = 0;
        // A server that sends a negative number or nonsense asks not to be tried again.
        var isRefused = pushback is not null
            && !int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out pushbackMs);
        // Other failures say nothing about the load of the server, so they take no token.
        var hasTokens = isRetryable || isRefused ? _throttle?.Failed() : _throttle?.HasTokens;
        if (isRefused || isCommitted || hasTokens == false || progress.Attempts >= _maxAttempts || (!isRetryable && pushback is null))
        {
            return false;
        }

        if (pushback is not null)
        {
            progress.Waits = 0;
            wait = TimeSpan.FromMilliseconds(pushbackMs);
            return true;
        }

        var backoff = Math.Min(_initialMs * Math.Pow(_multiplier, progress.Waits++), _maxMs);
        wait = TimeSpan.FromMilliseconds(Math.Min(Jitter.Apply(backoff, _random()), Jitter.LongestDelay));
        return true;
    }

    private static void Require(bool holds, string property, object? value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"RetryPolicy.{property} is {value ?? "not set"}; it must be {rule}.");
        }
    }
}
