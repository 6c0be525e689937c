using Grpc.AspNetCore.Web;
using Grpc.Core;
using GrpcExp.Rpc.Connect;
using GrpcExp.Rpc.Web;
using GrpcExp.Rpc.Wire;
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

    /// <summary>Whether methods without metadata of their own are served over gRPC-Web.</summary>
    public bool GrpcWebByDefault { get; set; } = true;

    public void Add(string serviceName) => _services.Add(serviceName);

    public bool ServesGrpcWeb(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IGrpcWebEnabledMetadata>()?.GrpcWebEnabled ?? GrpcWebByDefault;

    public void MapUnimplemented(IEndpointRouteBuilder builder, ILogger logger)
    {
        if (_hasUnimplementedRoute)
        {
            return;
        }

        _hasUnimplementedRoute = true;
        var pattern = RoutePatternFactory.Parse(
            "/{service}/{method}", defaults: null, parameterPolicies: new RouteValueDictionary { ["method"] = new CallsOnly(this) });
        builder.Map(pattern, http => AnswerAsync(http, logger))
            .WithDisplayName("gRPC - unimplemented")
            .Add(endpoint =>
            {
                endpoint.Metadata.Add(new HttpMethodMetadata(["POST"]));
                ((RouteEndpointBuilder)endpoint).Order = int.MaxValue;
            });
    }

    private Task AnswerAsync(HttpContext http, ILogger logger)
    {
        Log.Unimplemented(logger, http.Request.Path);
        var service = http.Request.RouteValues["service"] as string ?? "";
        var detail = _services.Contains(service) ? $"Method '{http.Request.Path}' is unimplemented." : $"Service '{service}' is unimplemented.";
        if (WireNames.IsGrpcContentType(http.Request.ContentType))
        {
            return RequestCheck.Passes(http) ? Refuse(http) : Task.CompletedTask;
        }

        return WebContent.TryParse(http.Request, out var web)
            ? GrpcWebCall.ServeAsync(http, web, Refuse)
            : new ConnectError(StatusCode.Unimplemented, detail).WriteAsync(http);

        Task Refuse(HttpContext call)
        {
            RequestCheck.Refuse(call, StatusCode.Unimplemented, detail);
            return Task.CompletedTask;
        }
    }

    // JSON is everybody's: without the header of the protocol it counts as a call only below the name of a service.
    private bool IsCall(HttpRequest request, string? service) =>
        WireNames.IsGrpcContentType(request.ContentType)
        || (GrpcWebByDefault && WebContent.TryParse(request, out _))
        || (ConnectContent.IsConnect(request.ContentType)
            && (request.Headers.ContainsKey(WireNames.ConnectVersion) || (service is not null && _services.Contains(service))));

    private sealed class CallsOnly(MappedServices mapped) : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection direction) =>
            httpContext is not null && mapped.IsCall(httpContext.Request, values["service"] as string);
    }
}
