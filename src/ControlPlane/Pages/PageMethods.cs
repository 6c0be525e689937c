using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages;

/// <summary>Calls whose roles decide over pages: what somebody may not do over gRPC, he may not do here.</summary>
internal static class PageMethods
{
    /// <summary>Looking at any page.</summary>
    public static readonly string Read = Of("GetExperiment");

    /// <summary>A method of the service of experiments.</summary>
    public static string Of(string method) => $"/{ExperimentService.Descriptor.FullName}/{method}";
}
