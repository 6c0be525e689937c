namespace GrpcExp.Storage.Changes;

/// <summary>Whoever changes something, as the audit log names him.</summary>
/// <param name="Name">Owner of the token; <c>system</c> for the server itself.</param>
/// <param name="TokenId">Id of the token that was used; empty for the server itself.</param>
/// <param name="SourceAddress">IP address that the call came from, or <c>unix</c>; empty for the server itself.</param>
public sealed record Actor(string Name, string TokenId = "", string SourceAddress = "")
{
    /// <summary>The server itself: start-up and jobs.</summary>
    public static Actor System { get; } = new("system");
}
