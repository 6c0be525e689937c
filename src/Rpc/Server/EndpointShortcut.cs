using System.Collections.Frozen;
using Grpc.AspNetCore.Server;
using GrpcExp.Rpc.Server.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Primitives;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Finds the endpoint of a gRPC method by its whole path, ahead of routing, which leaves a request alone that has its
/// endpoint. Paths of gRPC are literal, so one look into a table does what routing does by walking a tree. Middleware and
/// the metadata of the endpoint work as ever. An endpoint that a policy of routing has a say in is left to routing.
/// </summary>
internal sealed class EndpointShortcut
{
    private readonly RequestDelegate _next;
    private readonly EndpointDataSource _source;
    private readonly MatcherPolicy[] _policies;
    private readonly ClientResets _resets;
    private FrozenDictionary<string, Endpoint>? _endpoints;

    public EndpointShortcut(RequestDelegate next, EndpointDataSource source, IEnumerable<MatcherPolicy> policies, ClientResets resets)
    {
        _resets = resets;
        _next = next;
        _source = source;
        _policies = [.. policies];
        // Endpoints may be added while the server runs; the next request reads them anew.
        ChangeToken.OnChange(source.GetChangeToken, () => _endpoints = null);
    }

    public Task InvokeAsync(HttpContext http)
    {
        var endpoints = _endpoints ??= Read();
        if (http.Request.Path.Value is { } path && endpoints.TryGetValue(path, out var endpoint) && HttpMethods.IsPost(http.Request.Method))
        {
            http.SetEndpoint(endpoint);
            return _next(http);
        }

        return _resets.IsOn ? ResetCounting.PassAsync(http, _next, _resets) : _next(http);
    }

    private FrozenDictionary<string, Endpoint> Read()
    {
        var methods = _source.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<GrpcMethodMetadata>() is not null);
        return methods
            .Where(IsPlain)
            .GroupBy(e => e.RoutePattern.RawText!, StringComparer.Ordinal)
            // Two endpoints on one path are an ambiguity, and routing says so.
            .Where(g => g.Count() == 1)
            .ToFrozenDictionary(g => g.Key, g => (Endpoint)g.Single(), StringComparer.Ordinal);
    }

    private bool IsPlain(RouteEndpoint endpoint)
    {
        Endpoint[] alone = [endpoint];
        return endpoint.RoutePattern is { Parameters.Count: 0, RawText: not null }
            && endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null
            && !Array.Exists(_policies, p => Applies(p, alone));
    }

    // The policy of HTTP methods is the one that applies to all; POST is all that it would look for.
    private static bool Applies(MatcherPolicy policy, Endpoint[] endpoints) => policy switch
    {
        HttpMethodMatcherPolicy => false,
        INodeBuilderPolicy nodes => nodes.AppliesToEndpoints(endpoints),
        IEndpointSelectorPolicy selector => selector.AppliesToEndpoints(endpoints),
        _ => false,
    };
}
