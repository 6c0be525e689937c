namespace GrpcExp.Cli.Checkout;

/// <summary>A program that the command starts as a process of its own.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Folder">Folder under artifacts/ that it is published to.</param>
/// <param name="File">The file to start: a native program, or a .dll for the dotnet host.</param>
/// <param name="Project">Project file, relative to the checkout.</param>
/// <param name="Sources">Folders that it is made from; a newer file in them makes it stale.</param>
/// <param name="Variable">Environment variable that names a ready file instead.</param>
/// <param name="Native">True when it is compiled ahead of time, which needs a linker.</param>
internal sealed record ProgramPart(
    string Name, string Folder, string File, string Project, IReadOnlyList<string> Sources, string Variable, bool Native)
{
    /// <summary>The server.</summary>
    public static readonly ProgramPart ControlPlane = new(
        "control plane",
        "control-plane",
        "GrpcExp.ControlPlane.dll",
        "src/ControlPlane/GrpcExp.ControlPlane.csproj",
        ["src/ControlPlane", "src/Storage", "src/Warehouse", "src/Analysis", "src/Statistics", "src/Sync", "src/Evaluation", "src/Contracts", "src/Rpc", "protos"],
        "GRPCEXP_CONTROL_PLANE",
        Native: false);

    /// <summary>The evaluator beside a service.</summary>
    public static readonly ProgramPart Sidecar = new(
        "native AOT sidecar",
        "sidecar",
        OperatingSystem.IsWindows() ? "grpcexp-sidecar.exe" : "grpcexp-sidecar",
        "sidecar/GrpcExp.Sidecar.csproj",
        ["sidecar", "src/Sync", "src/Evaluation", "src/Contracts", "src/Rpc", "protos"],
        "GRPCEXP_SIDECAR",
        Native: true);
}
