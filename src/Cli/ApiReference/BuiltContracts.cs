using System.Reflection;
using Google.Protobuf.Reflection;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.ApiReference;

/// <summary>The contracts that this command was built with.</summary>
internal static class BuiltContracts
{
    /// <summary>Files of our own packages.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(Flag).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .Where(file => file.Package.StartsWith("grpcexp.", StringComparison.Ordinal)),
    ];
}
