using System.Text.Json;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>A platform as a file, and the whole life of an experiment, from the terminal.</summary>
public sealed class ApplyCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>, IDisposable
{
    private const string Platform = """
        segments:
          - {key: staff, included_units: [ada]}
        layers:
          - key: shop
        metrics:
          - {key: apply_revenue, owner_team: growth, tier: north_star, type: sum, event_name: order, direction: increase}
          - {key: apply_latency, owner_team: platform, tier: guardrail, type: mean, event_name: page, direction: decrease}
        flags:
          - key: apply_checkout
            type: string
            owner: commerce
            enabled: true
            variants: [{key: old, value: three pages}, {key: new, value: one page}]
            default_variant: old
            rules:
              - key: germany
                condition: {attribute: country, operator: in, values: [DE, AT]}
                split: {new: 10, old: 90}
        experiments:
          - key: apply_one_page
            flag_key: apply_checkout
            hypothesis: One page sells more.
            owner: commerce
            primary_metric: apply_revenue
            guardrail_metrics: [apply_latency]
            analysis_mode: itt
            traffic_basis_points: 1000
            variants: [{variant: old, control: true, weight_basis_points: 5000}, {variant: new, weight_basis_points: 5000}]
            power_plan: {minimum_detectable_effect: 0.02, planned_units: 20000, planned_days: 14}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-apply-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_platform_is_applied_and_an_experiment_lives_its_life()
    {
        Assert.Contains("6 created, 0 updated, 0 unchanged; a dry run", await OutputAsync("apply", File("p.yml", Platform), "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("6 created, 0 updated, 0 unchanged", await OutputAsync("apply", File("p.yml", Platform)), StringComparison.Ordinal);
        Assert.Contains("0 created, 0 updated, 6 unchanged", await OutputAsync("apply", File("p.yml", Platform)), StringComparison.Ordinal);
        using var changed = JsonDocument.Parse(await OutputAsync("apply", File("p.yml", Platform.Replace("One page sells", "One page surely sells", StringComparison.Ordinal)), "--format", "json"));
        Assert.Equal(1, changed.RootElement.GetProperty("updated").GetInt32());
        Assert.Equal(
            "experiments/apply_one_page 2",
            changed.RootElement.GetProperty("definitions").EnumerateArray().Where(one => one.GetProperty("change").GetString() == "updated")
                .Select(one => $"{one.GetProperty("kind").GetString()}/{one.GetProperty("key").GetString()} {one.GetProperty("version").GetInt64()}").Single());

        // The second person, whose token is printed alone.
        var approver = (await OutputAsync("tokens", "create", "grace", "--role", "approver")).Trim();
        Assert.Contains("is REVIEW", await OutputAsync("experiments", "submit", "apply_one_page"), StringComparison.Ordinal);
        var own = await RunAsync("experiments", "approve", "apply_one_page");
        Assert.Equal(1, own.ExitCode);
        Assert.Contains("somebody else must approve it", own.Errors, StringComparison.Ordinal);
        var approved = await CliProcess.RunAsync("experiments", "approve", "apply_one_page", "--reason", "fine", "--address", server.Server.Address, "--token", approver);
        Assert.Equal((0, ""), (approved.ExitCode, approved.Errors));

        var late = await RunAsync("apply", File("p.yml", Platform.Replace("One page sells", "It sells", StringComparison.Ordinal)));
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("only a draft can be changed: 'experiments request-changes' takes it back to a draft", late.Errors, StringComparison.Ordinal);

        Assert.Contains("is RUNNING", await OutputAsync("experiments", "start", "apply_one_page"), StringComparison.Ordinal);
        await OutputAsync("experiments", "ramp", "apply_one_page", "--to", "50");
        var shown = await OutputAsync("experiments", "show", "apply_one_page");
        Assert.Contains("50 %", shown, StringComparison.Ordinal);
        Assert.Contains("apply_revenue v1", shown, StringComparison.Ordinal);
        Assert.Contains("approved by grace: fine", shown, StringComparison.Ordinal);
        Assert.Matches("apply_one_page +RUNNING", await OutputAsync("experiments", "list", "--state", "running"));

        var undecided = await RunAsync("experiments", "conclude", "apply_one_page");
        Assert.Equal((2, "error: Give one decision: --ship VARIANT, --roll-back or --inconclusive."), (undecided.ExitCode, undecided.Errors.Trim()));
        Assert.Contains("is CONCLUDED", await OutputAsync("experiments", "conclude", "apply_one_page", "--ship", "new", "--reason", "it sells"), StringComparison.Ordinal);
        Assert.Contains("everybody else gets new", await OutputAsync("flags", "show", "apply_checkout"), StringComparison.Ordinal);
        Assert.Contains("is ARCHIVED", await OutputAsync("experiments", "archive", "apply_one_page"), StringComparison.Ordinal);
        Assert.Contains("it sells", await OutputAsync("experiments", "history", "apply_one_page"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_is_switched_off_and_taken_back_to_what_it_was()
    {
        await OutputAsync("apply", File("f.yml", "flags:\n  - {key: back_again, type: bool, owner: me, enabled: true, variants: [{key: a, value: true}, {key: b, value: false}], default_variant: a}\n"));
        await OutputAsync("apply", File("f.yml", "flags:\n  - {key: back_again, type: bool, owner: me, variants: [{key: a, value: true}, {key: b, value: false}], default_variant: b}\n"));
        Assert.Contains("back_again is off", await OutputAsync("flags", "disable", "back_again", "--reason", "fire"), StringComparison.Ordinal);

        using var log = JsonDocument.Parse(await OutputAsync("flags", "history", "back_again", "--format", "json"));
        var events = log.RootElement.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(["flag.create", "flag.update", "flag.disable"], events.Select(one => one.GetProperty("action").GetString()));
        Assert.Equal("fire", events[2].GetProperty("reason").GetString());

        // The file of the second step did not mention the kill switch, and so left it on.
        Assert.Contains("\"enabled\": true", events[1].GetProperty("after_json").GetString(), StringComparison.Ordinal);

        var reverted = await OutputAsync("flags", "revert", "back_again", "--to", events[0].GetProperty("sequence").GetString()!);
        Assert.Matches("state +on", reverted);
        Assert.Contains("everybody else gets a", reverted, StringComparison.Ordinal);
        var nowhere = await RunAsync("flags", "revert", "back_again", "--to", "0");
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("--to 0 is no change of flags/back_again", nowhere.Errors, StringComparison.Ordinal);
        Assert.Contains("is gone", await OutputAsync("flags", "delete", "back_again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_answered_with_the_nearest()
    {
        await OutputAsync("apply", File("n.yml", "flags:\n  - {key: nearest_banner, type: bool, owner: me, variants: [{key: a, value: true}], default_variant: a}\n"));

        var wrong = await RunAsync("flags", "show", "nearest_baner");
        Assert.Equal((1, "error: There is no flags/nearest_baner. Did you mean 'nearest_banner'? 'grpcexp flags list' shows what there is."), (wrong.ExitCode, wrong.Errors.Trim()));
    }

    [Fact]
    public async Task Bash_completes_commands_options_and_keys()
    {
        await OutputAsync("apply", File("c.yml", "flags:\n  - {key: complete_me, type: bool, owner: me, variants: [{key: a, value: true}], default_variant: a}\n"));

        Assert.Contains("experiments", await CompletionsAsync("grpcexp exp"), StringComparison.Ordinal);
        Assert.Contains("--reason", await CompletionsAsync("grpcexp flags disable --re"), StringComparison.Ordinal);
        Assert.Contains("complete_me", await CompletionsAsync("grpcexp flags show complete"), StringComparison.Ordinal);
    }

    /// <summary>What the script of the command makes a real bash answer to a line.</summary>
    private async Task<string> CompletionsAsync(string line)
    {
        var script = (await CliProcess.RunAsync("completion", "bash")).Output;
        var assembly = typeof(GrpcExp.Cli.CommandLine.GrpcExpCommandLine).Assembly.Location;
        var words = line.Split(' ');
        var start = new System.Diagnostics.ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"""
            grpcexp() {'{'} dotnet '{assembly}' "$@"; {'}'}
            {script}
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({string.Join(' ', words)}) COMP_CWORD={words.Length - 1}
            _grpcexp_complete
            printf '%s\n' "${'{'}COMPREPLY[@]{'}'}"
            """);
        start.Environment["GRPCEXP_ADDRESS"] = server.Server.Address;
        start.Environment["GRPCEXP_TOKEN"] = ControlPlaneProcess.AdminToken;
        using var bash = System.Diagnostics.Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Errors}");
        return result.Output;
    }

    private Task<CliResult> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync([.. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);
}
