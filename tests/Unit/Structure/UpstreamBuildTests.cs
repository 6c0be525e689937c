using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrpcExp.Unit.Structure;

/// <summary>What is built with the upstream packages as well: no project is forgotten.</summary>
public sealed partial class UpstreamBuildTests
{
    /// <summary>They speak to servers, and the contracts are the same either way.</summary>
    private static readonly string[] LeftOut = ["tests/Database/GrpcExp.Database.csproj", "tests/EndToEnd/GrpcExp.EndToEnd.csproj"];

    [Fact]
    public void Everything_but_the_tests_that_need_servers_is_built_with_the_upstream_packages()
    {
        var all = Project().Matches(File.ReadAllText(Checkout.PathOf("GrpcExp.sln"))).Select(match => match.Groups[1].Value.Replace('\\', '/'));
        using var filter = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("eng/upstream.slnf")));
        var built = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(project => project.GetString()!);

        Assert.Equal(all.Except(LeftOut).Order(StringComparer.Ordinal), built.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex Project();
}
