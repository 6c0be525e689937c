using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Lets a call through only with a valid token that has the role of <see cref="MethodRoles"/>, and not more calls than the rates allow.</summary>
internal sealed class AccessInterceptor(TokenDirectory tokens, CallRates rates) : Interceptor
{
    private const string Scheme = "Bearer ";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await RequireAsync(context).ConfigureAwait(false);
        return await continuation(request, context).ConfigureAwait(false);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await RequireAsync(context).ConfigureAwait(false);
        return await continuation(requestStream, context).ConfigureAwait(false);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await RequireAsync(context).ConfigureAwait(false);
        await continuation(request, responseStream, context).ConfigureAwait(false);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await RequireAsync(context).ConfigureAwait(false);
        await continuation(requestStream, responseStream, context).ConfigureAwait(false);
    }

    private async Task RequireAsync(ServerCallContext context)
    {
        if (context.Method.StartsWith(MethodRoles.PublicService, StringComparison.Ordinal))
        {
            return;
        }

        var caller = await FindAsync(context).ConfigureAwait(false);
        var allowed = MethodRoles.Of(context.Method)
            ?? throw new ControlException(ControlError.PermissionDenied, $"{context.Method} is open to nobody.");
        if (!caller.Has(allowed))
        {
            throw new ControlException(
                ControlError.PermissionDenied,
                $"{context.Method} needs the role {string.Join(" or ", allowed.Append(Contracts.Control.V1.Role.Admin))}; '{caller.Owner}' has {string.Join(", ", caller.Roles)}.");
        }

        caller.Attach(context);
    }
    private async Task<Caller> FindAsync(ServerCallContext context)
    {
        var address = SourceAddresses.Of(context.Peer);
        rates.CountAddress(address);
        var header = context.RequestHeaders.GetValue("authorization") ?? "";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new ControlException(ControlError.Unauthenticated, "There is no token: send the metadata 'authorization: Bearer TOKEN'.");
        }

        var secret = header[Scheme.Length..].Trim();
        var isPlausible = secret.Length is > 0 and <= Limits.TokenLength && (!rates.IsGuessing(address) || tokens.WasValid(secret));
        if (isPlausible && await tokens.FindAsync(secret, context.CancellationToken).ConfigureAwait(false) is { } caller)
        {
            rates.CountToken(caller);
            return caller;
        }

        rates.CountFailure(address);
        throw new ControlException(ControlError.Unauthenticated, "The token is unknown, expired or revoked: ask an administrator for another.");
    }
}
