namespace GrpcExp.Cli.Checkout;

/// <summary>The dotnet command: the one that runs this process, where that is known.</summary>
internal static class DotnetHost
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
}
