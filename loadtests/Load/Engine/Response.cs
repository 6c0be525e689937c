using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes responses.</summary>
public static class Response
{
    private static readonly IResponse Success = new Result(false, "");

    /// <summary>It worked.</summary>
    public static IResponse Ok() => Success;

    /// <summary>It failed.</summary>
    public static IResponse Fail(string message = "") => new Result(true, message);

    private sealed record Result(bool IsError, string Message) : IResponse;
}
