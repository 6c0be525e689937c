using System.Text.RegularExpressions;
using GrpcExp.ControlPlane.Startup;
using GrpcExp.Settings;
using GrpcExp.Sidecar;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Unit.Structure;

/// <summary>What docker-compose.yml and the Dockerfiles name is there.</summary>
public sealed class DeploymentTests
{
    private const string Plane = "eng/docker/control-plane.Dockerfile";
    private const string SidecarFile = "eng/docker/sidecar.Dockerfile";

    private static readonly YamlMappingNode Compose = Read();

    public static TheoryData<string> Programs() => ["control-plane", "sidecar"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_option_and_variable_of_a_service_is_one_of_the_program(string service)
    {
        var table = service == "sidecar" ? SidecarSettings.Table : ControlPlaneSettings.Table;
        var words = Texts(Service(service), "command");
        var variables = Names(Service(service), "environment");

        Assert.NotEmpty(variables);
        Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), word => Assert.Contains(table.All, setting => setting.Flag == word && setting.HasFlag));
        Assert.All(variables, variable => Assert.Contains(table.All, setting => table.VariableOf(setting) == variable));
    }

    [Fact]
    public void The_control_plane_of_the_compose_file_is_one_that_starts()
    {
        var problems = new List<string>();
        var variables = ((YamlMappingNode)Service("control-plane").Children["environment"]).ToDictionary(pair => pair.Key.ToString(), pair => Substituted(pair.Value.ToString()));

        var given = new SettingReader(ControlPlaneSettings.Table, problems).Read(Texts(Service("control-plane"), "command"), variables.GetValueOrDefault);
        var model = new ConfigValidator(given, problems).Validate();

        Assert.Empty(problems);
        Assert.Equal("redis:6379", model!.Redis);
        var ports = Texts(Service("control-plane"), "ports").Select(port => port.Split(':')[^1]).Select(int.Parse);
        Assert.Equal(model.Listeners.Grpc.Concat(model.Listeners.Web).Select(listener => listener.Address.Port), ports);
        Assert.Contains($"EXPOSE {string.Join(' ', ports)}", File.ReadAllText(Checkout.PathOf(Plane)), StringComparison.Ordinal);
        var probe = Texts((YamlMappingNode)Service("control-plane").Children["healthcheck"], "test")[^1];
        Assert.Contains($"/dev/tcp/127.0.0.1/{model.Listeners.Web[0].Address.Port} ", probe, StringComparison.Ordinal);
        Assert.Contains("\"/readyz\"", File.ReadAllText(Checkout.PathOf("src/ControlPlane/Probes/ProbeEndpoints.cs")), StringComparison.Ordinal);
        Assert.Contains("GET /readyz HTTP/1.1\\r\\n", probe, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sidecar_of_the_compose_file_is_one_that_starts_and_its_exposures_arrive()
    {
        var variables = ((YamlMappingNode)Service("sidecar").Children["environment"]).ToDictionary(pair => pair.Key.ToString(), pair => Substituted(pair.Value.ToString()));
        var parser = new SidecarOptionsParser();

        var options = parser.Parse(Texts(Service("sidecar"), "command"), variables.GetValueOrDefault, "host", 1);

        Assert.Empty(parser.Problems);
        Assert.Equal("grpc://control-plane:5050", options!.Ingest!.Name);
        Assert.Equal(Substituted(Value("control-plane", "GRPCEXP_SIDECAR_TOKEN")), options.IngestToken);
        var folders = Texts(Service("sidecar"), "volumes").Select(volume => volume.Split(':')[1]);
        Assert.Equal([options.SocketFolder, options.DataFolder], folders);
        Assert.All(folders, folder => Assert.Contains($"/empty {folder}\n", File.ReadAllText(Checkout.PathOf(SidecarFile)), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_service_waits_for_services_that_are_there_and_every_volume_is_declared()
    {
        var services = Names(Compose, "services");
        var volumes = Names(Compose, "volumes");
        foreach (var service in services.Select(Service))
        {
            Assert.Subset(services.ToHashSet(), Names(service, "depends_on").ToHashSet());
            Assert.Subset(volumes.ToHashSet(), Texts(service, "volumes").Select(volume => volume.Split(':')[0]).ToHashSet());
            Assert.All(Names(service, "depends_on"), name => Assert.True(Service(name).Children.ContainsKey("healthcheck"), $"{name} has no healthcheck"));
            if (service.Children.TryGetValue("build", out var build))
            {
                Assert.True(File.Exists(Checkout.PathOf(((YamlMappingNode)build).Children["dockerfile"].ToString())));
            }
        }

        Assert.Equal(["citus"], Texts(Service("citus"), "profiles"));
    }

    [Theory]
    [InlineData(Plane, "GrpcExp.ControlPlane.dll")]
    [InlineData(SidecarFile, "grpcexp-sidecar")]
    public void An_image_starts_what_it_publishes(string file, string program)
    {
        var text = File.ReadAllText(Checkout.PathOf(file));
        var project = Regex.Match(text, @"dotnet publish (\S+\.csproj)").Groups[1].Value;
        var assembly = Regex.Match(File.ReadAllText(Checkout.PathOf(project)), "<AssemblyName>(.*)</AssemblyName>") is { Success: true } named
            ? named.Groups[1].Value
            : Path.GetFileNameWithoutExtension(project);

        Assert.Equal(assembly, Path.GetFileName(program).Replace(".dll", "", StringComparison.Ordinal));
        Assert.Contains($"{program}\"]", text.Split('\n').Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, "^USER \\$APP_UID$", RegexOptions.Multiline));
        var sdk = Regex.Match(File.ReadAllText(Checkout.PathOf("global.json")), "\"version\": *\"(\\d+\\.\\d+)").Groups[1].Value;
        Assert.Contains($"FROM mcr.microsoft.com/dotnet/sdk:{sdk} AS build", text, StringComparison.Ordinal);
        Assert.All(Regex.Matches(text, @"^FROM \S+:(\d+\.\d+)", RegexOptions.Multiline), from => Assert.Equal(sdk, from.Groups[1].Value));
    }

    private static YamlMappingNode Read()
    {
        using var reader = new StreamReader(Checkout.PathOf("docker-compose.yml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static YamlMappingNode Service(string name) => (YamlMappingNode)((YamlMappingNode)Compose.Children["services"]).Children[name];

    private static string Value(string service, string variable) => ((YamlMappingNode)Service(service).Children["environment"]).Children[variable].ToString();

    private static List<string> Names(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var child) ? [.. ((YamlMappingNode)child).Children.Keys.Select(name => name.ToString())] : [];

    private static List<string> Texts(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var child) ? [.. ((YamlSequenceNode)child).Children.Select(text => text.ToString())] : [];

    /// <summary>As Compose does it: a default where one is given, otherwise a value as long as a token.</summary>
    private static string Substituted(string text) =>
        Regex.Replace(text, @"\$\{(\w+):([-?])([^}]*)\}", variable => variable.Groups[2].Value == "-" ? variable.Groups[3].Value : $"value-of-{variable.Groups[1].Value}");
}
