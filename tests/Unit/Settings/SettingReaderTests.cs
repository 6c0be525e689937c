using GrpcExp.Settings;

namespace GrpcExp.Unit.Settings;

public sealed class SettingReaderTests : IDisposable
{
    private static readonly SettingTable Table = new(
        "APP_",
        new Setting("data-dir", "DIR", "keep things there") { Default = "nowhere" },
        new Setting("port", "N", "listen there"),
        new Setting("bold", "", "dare"),
        new Setting("source", "ADDRESS", "follow it") { MayRepeat = true },
        new Setting("password", "WORD", "let in") { Variable = "SECRET", IsSecret = true, HasFlag = false });

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"settings_{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_flag_wins_over_a_variable_and_a_variable_over_the_file()
    {
        var (values, problems) = Read(
            """{"data-dir": "file", "port": 3, "source": ["f1", "f2"], "bold": true}""",
            new() { ["APP_DATA_DIR"] = "variable", ["APP_PORT"] = "2", ["SECRET"] = "hush" },
            "--data-dir=flag",
            "--bold=false");

        Assert.Empty(problems);
        Assert.Equal(("flag", "2", "hush"), (values["data-dir"], values["port"], values["password"]));
        Assert.Equal(["f1", "f2"], values.All("source"));
        Assert.False(values.IsOn("bold"));
        Assert.Equal(
            ("--data-dir", "APP_PORT", $"source in {_file}"),
            (values.Where("data-dir"), values.Where("port"), values.Where("source")));
    }

    [Fact]
    public void What_was_not_given_is_null_and_named_by_its_flag()
    {
        var (values, problems) = Read(null, new() { ["APP_PORT"] = "" });

        Assert.Empty(problems);
        Assert.Null(values["port"]);
        Assert.Equal([], values.All("source"));
        Assert.Equal("--port", values.Where("port"));
    }

    [Fact]
    public void A_switch_stands_alone_and_a_value_may_follow_a_space_or_an_equals_sign()
    {
        var (values, problems) = Read(null, new() { ["APP_SOURCE"] = "a b" }, "--bold", "--port", "1", "--data-dir=a=b");

        Assert.Empty(problems);
        Assert.True(values.IsOn("bold"));
        Assert.Equal(("1", "a=b"), (values["port"], values["data-dir"]));
        Assert.Equal(["a", "b"], values.All("source"));
        Assert.Equal(["c", "d"], Read(null, [], "--source", "c", "--source=d").Values.All("source"));
    }

    [Fact]
    public void Every_mistake_names_its_source_and_key_and_what_to_do_at_once()
    {
        var (_, problems) = Read(
            """{"colour": "red", "port": {}, "bold": "perhaps", "source": [1, null], "config": "x", "data-dir": "a", "data-dir": "b", /* fine */ "password": "hush",}""",
            new() { ["APP_BOLD"] = "yes" },
            "--verbose", "--port", "1", "--port", "2", "word", "--password=hush", "--data-dir");

        Assert.Equal(
            [
                "--verbose is unknown: --help lists every option.",
                "--port is given twice: give it once.",
                "word is unknown: --help lists every option.",
                "--password is refused: whoever is on this machine can read its command lines. Set SECRET, or write password in the file of --config.",
                "--data-dir has no value: write --data-dir DIR.",
                "APP_BOLD 'yes' is refused: write true or false.",
                $"colour in {_file} is unknown: the names are those that --help lists, without the dashes.",
                $"port in {_file} is refused: write a text or a number.",
                $"bold in {_file} 'perhaps' is refused: write true or false.",
                $"source in {_file} is refused: write a list of texts.",
                $"config in {_file} is unknown: the names are those that --help lists, without the dashes.",
                $"data-dir in {_file} is given twice: give it once.",
            ],
            problems);
    }

    [Theory]
    [InlineData("""{"password": "hush" "port": 1}""", "line 1")]
    [InlineData("[]", "no JSON object")]
    [Trait("Promise", "P8")]
    public void A_file_that_cannot_be_understood_is_one_sentence_without_its_secrets(string text, string expected)
    {
        var problem = Assert.Single(Read(text, []).Problems);

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains($"--config '{_file}'", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_whoever_named_it()
    {
        var problems = new List<string>();
        new SettingReader(Table, problems).Read([], name => name == "APP_CONFIG" ? "/nowhere/settings.json" : null);

        Assert.StartsWith("APP_CONFIG '/nowhere/settings.json' cannot be read", Assert.Single(problems), StringComparison.Ordinal);
    }

    private (SettingValues Values, IReadOnlyList<string> Problems) Read(string? file, Dictionary<string, string> variables, params string[] words)
    {
        if (file is not null)
        {
            File.WriteAllText(_file, file);
            words = [.. words, $"--config={_file}"];
        }

        var problems = new List<string>();
        return (new SettingReader(Table, problems).Read(words, variables.GetValueOrDefault), problems);
    }
}
