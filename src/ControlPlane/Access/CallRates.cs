using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Holds callers to their rates; each server counts for itself.</summary>
internal sealed class CallRates(RatesModel model, TimeProvider time)
{
    private readonly TokenBuckets _tokens = new(model.CallsPerSecond, TimeSpan.FromSeconds(1), time);
    private readonly TokenBuckets _addresses = new(model.AddressCallsPerSecond, TimeSpan.FromSeconds(1), time);
    private readonly TokenBuckets _failures = new(model.FailedLoginsPerMinute, TimeSpan.FromMinutes(1), time);

    /// <summary>Counts a call before anything is known about its caller.</summary>
    /// <exception cref="ControlException">LimitExceeded.</exception>
    public void CountAddress(string address) =>
        Require(_addresses.Take(address), $"{address} sends more than {model.AddressCallsPerSecond} calls a second");

    /// <summary>Counts a call with a valid token.</summary>
    /// <exception cref="ControlException">LimitExceeded.</exception>
    public void CountToken(Caller caller) =>
        Require(_tokens.Take(caller.TokenId), $"'{caller.Owner}' sends more than {model.CallsPerSecond} calls a second with one token");

    /// <summary>True when an address has guessed so often that another guess is not even looked at.</summary>
    public bool IsGuessing(string address) => _failures.IsEmpty(address);

    /// <summary>Counts a call with a token that is not valid.</summary>
    /// <exception cref="ControlException">LimitExceeded.</exception>
    public void CountFailure(string address) =>
        Require(_failures.Take(address), $"{address} tried more than {model.FailedLoginsPerMinute} tokens in a minute that are not valid");

    private static void Require(TimeSpan wait, string tooMuch)
    {
        if (wait > TimeSpan.Zero)
        {
            throw new ControlException(ControlError.LimitExceeded, $"{tooMuch}: wait and try again.") { RetryAfter = wait };
        }
    }
}
