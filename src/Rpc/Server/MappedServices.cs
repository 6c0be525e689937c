using GrpcExp.Rpc.Wire;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Server;

/// <summary>Which services an application has, and the route that answers for those it does not have.</summary>
internal sealed class MappedServices
{
    private readonly HashSet<string> _services = [];
    private bool _hasUnimplementedRoute;

    public void Add(string serviceName) => _services.Add(serviceName);

    public void MapUnimplemented(IEndpointRouteBuilder builder, ILogger logger)
    {
        if (_hasUnimplementedRoute)
        {
            return;
        }

        _hasUnimplementedRoute = true;
        var pattern = RoutePatternFactory.Parse(
            "/{service}/{method}", defaults: null, parameterPolicies: new RouteValueDictionary { ["method"] = new GrpcContentOnly() });
        builder.Map(pattern, http => Answer(http, logger))
            .WithDisplayName("gRPC - unimplemented")
            .Add(endpoint =>
            {
                endpoint.Metadata.Add(new HttpMethodMetadata(["POST"]));
                ((RouteEndpointBuilder)endpoint).Order = int.MaxValue;
            });
    }

    private Task Answer(HttpContext http, ILogger logger)
    {
        if (RequestCheck.Passes(http))
        {
            var service = http.Request.RouteValues["service"] as string ?? "";
            Log.Unimplemented(logger, http.Request.Path);
            RequestCheck.Refuse(
                http,
                StatusCode.Unimplemented,
                _services.Contains(service) ? $"Method '{http.Request.Path}' is unimplemented." : $"Service '{service}' is unimplemented.");
        }

        return Task.CompletedTask;
    }

    private sealed class GrpcContentOnly : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection direction) =>
            httpContext is not null && WireNames.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
