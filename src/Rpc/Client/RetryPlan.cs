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

    public void Succeeded() => _throttle?.Succeeded();

    /// <summary>Whether to try again after <paramref name="attempts"/> attempts, and how long to wait first.</summary>
    public bool TryNext(Status status, int attempts, string? pushback, out TimeSpan wait)
    {
        wait = default;
        var isRetryable = _codes.Contains(status.StatusCode);
        int? pushbackMs = null;
        if (pushback is not null)
        {
            // A server that sends a negative number or nonsense asks not to be tried again.
            if (!int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
            {
                _throttle?.Failed();
                return false;
            }

            pushbackMs = ms;
        }

        var isThrottled = isRetryable && _throttle is not null && !_throttle.Failed();
        if (!isRetryable || isThrottled || attempts >= _maxAttempts)
        {
            return false;
        }

        wait = TimeSpan.FromMilliseconds(pushbackMs ?? (_random() * Math.Min(_initialMs * Math.Pow(_multiplier, attempts - 1), _maxMs)));
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
