using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>A request of somebody who has signed in.</summary>
/// <param name="Http">The request.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Viewer">The same for pages.</param>
internal sealed record PageContext(HttpContext Http, Caller Caller, Viewer Viewer)
{
    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>A part of the path.</summary>
    public string Part(string name) => Http.Request.RouteValues[name]?.ToString() ?? "";

    /// <summary>A parameter of the query; empty for none, the last when given twice, cut at a length that no page needs more of.</summary>
    public string Query(string name) => Http.Request.Query[name] is [.., { } value] ? value[..Math.Min(value.Length, Limits.PageQueryLength)] : "";

    /// <summary>Whether gRPC would let this caller call a method.</summary>
    public bool May(string method) => MethodRoles.Of(method) is { } allowed && Caller.Has(allowed);

    /// <exception cref="ControlException">PermissionDenied.</exception>
    public void Require(string method)
    {
        if (!May(method))
        {
            var roles = string.Join(" or ", MethodRoles.Of(method) ?? []);
            throw new ControlException(ControlError.PermissionDenied, $"This needs the role {roles}; '{Caller.Owner}' has {string.Join(", ", Caller.Roles)}.");
        }
    }
}
