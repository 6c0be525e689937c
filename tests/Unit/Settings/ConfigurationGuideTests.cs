using System.Text.RegularExpressions;
using GrpcExp.ControlPlane.Startup;
using GrpcExp.Settings;
using GrpcExp.Sidecar;
using GrpcExp.Unit.Structure;

namespace GrpcExp.Unit.Settings;

/// <summary>docs/configuration.md says what the programs read, and --help says the same.</summary>
public sealed class ConfigurationGuideTests
{
    private static readonly string Guide = File.ReadAllText(Checkout.PathOf("docs/configuration.md"));

    [Theory]
    [InlineData("control-plane")]
    [InlineData("sidecar")]
    public void The_guide_has_the_table_of_the_program(string program)
    {
        var (begin, end) = ($"<!-- {program} -->\n", $"<!-- end {program} -->");
        var from = Guide.IndexOf(begin, StringComparison.Ordinal) + begin.Length;

        Assert.Equal(SettingText.MarkdownOf(TableOf(program)), Guide[from..Guide.IndexOf(end, StringComparison.Ordinal)], ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("control-plane")]
    [InlineData("sidecar")]
    public void Names_are_plain_and_no_two_settings_share_one(string program)
    {
        var table = TableOf(program);

        Assert.All(table.All, setting => Assert.Matches("^[a-z]+(-[a-z]+)*$", setting.Name));
        Assert.Equal(table.All.Count, table.All.Select(setting => setting.Name).Distinct().Count());
        Assert.Equal(table.All.Count, table.All.Select(table.VariableOf).Distinct().Count());
    }

    [Theory]
    [InlineData("control-plane")]
    [InlineData("sidecar")]
    public void Help_lists_every_setting_once_within_the_width_of_a_terminal(string program)
    {
        var usage = program == "sidecar" ? SidecarSettings.Usage : ControlPlaneSettings.Usage;

        Assert.All(
            TableOf(program).All,
            setting => Assert.Single(Regex.Matches(usage, $"^  {Regex.Escape(setting.HasFlag ? setting.Flag : TableOf(program).VariableOf(setting))}(?= )", RegexOptions.Multiline)));
        Assert.All(usage.Split('\n'), line => Assert.InRange(line.Length, 0, 130));
    }

    private static SettingTable TableOf(string program) => program == "sidecar" ? SidecarSettings.Table : ControlPlaneSettings.Table;
}
