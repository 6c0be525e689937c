using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Whoever sent a valid token.</summary>
/// <param name="Owner">The actor in the audit log and the person in four-eyes checks.</param>
/// <param name="TokenId">The token that was used.</param>
/// <param name="Roles">What it may do.</param>
internal sealed record Caller(string Owner, string TokenId, IReadOnlyList<Role> Roles)
{
    private static readonly object Key = typeof(Caller);

    /// <summary>IP address that the call came from, or <c>unix</c>.</summary>
    public string SourceAddress { get; private init; } = "";

    /// <summary>The caller as the audit log names him.</summary>
    public Actor Actor => new(Owner, TokenId, SourceAddress);

    /// <summary>The caller of a call that passed <see cref="AccessInterceptor"/>.</summary>
    public static Caller Of(ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException($"{context.Method} runs without access control.");

    /// <summary>Makes this caller, address and all, that of a call inside the process.</summary>
    public void Carry(ServerCallContext context) => context.UserState[Key] = this;

    public void Attach(ServerCallContext context) => context.UserState[Key] = this with { SourceAddress = SourceAddresses.Of(context.Peer) };

    /// <summary>The same caller at an address, for calls that are not gRPC.</summary>
    public Caller From(string address) => this with { SourceAddress = address };

    /// <summary>ADMIN may do everything, the others what names them.</summary>
    public bool Has(IReadOnlyList<Role> allowed) => Roles.Contains(Role.Admin) || Roles.Any(allowed.Contains);
}
