namespace NBomber.Contracts;

/// <summary>How one invocation of a scenario ended.</summary>
public interface IResponse
{
    /// <summary>True when it failed.</summary>
    bool IsError { get; }

    /// <summary>Why it failed; empty when it did not.</summary>
    string Message { get; }
}
