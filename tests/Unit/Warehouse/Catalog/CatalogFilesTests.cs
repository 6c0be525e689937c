using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GrpcExp.Unit.Warehouse.Projects.Selection;
using GrpcExp.Warehouse.Catalog;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Unit.Warehouse.Catalog;

public sealed partial class CatalogFilesTests
{
    private static readonly CatalogFiles Shipped = CatalogFiles.Create();

    [Fact]
    public void The_same_project_gives_the_same_bytes() => Assert.Equal(Shipped, CatalogFiles.Create());

    [Fact]
    public void Every_model_and_table_has_a_section_an_entry_and_a_node()
    {
        var project = ProjectLoader.LoadEmbedded();
        var names = project.Models.Keys.Concat(project.Sources.Values.Select(table => table.ComputedBy is null ? $"{table.Source}.{table.Name}" : table.Name)).ToArray();

        Assert.All(names, name =>
        {
            Assert.Contains($"<section id=\"model-{name}\"", Shipped.Html, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"#model-{name}\">{name}</a></li>", Shipped.Html, StringComparison.Ordinal);
            Assert.Contains($"data-name=\"{name}\"", Shipped.Html, StringComparison.Ordinal);
        });
        Assert.Equal(names.Length, SectionOfModel().Count(Shipped.Html));
    }

    [Fact]
    public void Every_link_leads_to_a_section()
    {
        var ids = Id().Matches(Shipped.Html).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(Link().Matches(Shipped.Html).Select(match => match.Groups[1].Value).Except(ids));
    }

    [Fact]
    public void Nothing_is_fetched() => Assert.Empty(Fetched().Matches(Shipped.Html).Select(match => match.Value));

    [Fact]
    public void A_drawing_is_well_formed() =>
        Assert.All(Drawing().Matches(Shipped.Html), match => Assert.Equal("svg", XElement.Parse(match.Value).Name.LocalName));

    [Fact]
    public void The_JSON_says_what_the_project_says()
    {
        using var catalog = JsonDocument.Parse(CatalogFiles.Create(SmallGraph.Project, null).Json);
        var models = catalog.RootElement.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);

        Assert.Equal(["raw.events", "raw.users", "stg_events", "stg_users", "fct_b", "lone", "mart_c", "fct_a", "card", "res"], models.Keys);
        Assert.Equal(JsonValueKind.Null, catalog.RootElement.GetProperty("build").ValueKind);
        var model = models["fct_a"];
        Assert.Equal(["stg_events", "stg_users"], Names(model, "reads"));
        Assert.Equal(["card", "fct_b"], Names(model, "read_by"));
        Assert.Equal(["a"], Names(model, "unique_key"));
        Assert.Equal(["daily", "mart"], Names(model, "tags"));
        Assert.Equal(("marts/daily", "incremental", "a"), (model.GetProperty("folder").GetString(), model.GetProperty("materialization").GetString(), model.GetProperty("grain").GetString()));
        Assert.Equal("select a from warehouse.stg_events", model.GetProperty("compiled").GetProperty("postgres").GetString());
        Assert.Equal("select a from stg_events", model.GetProperty("compiled").GetProperty("sqlite").GetString());
    }

    [Fact]
    public void Texts_of_a_project_are_never_taken_for_markup()
    {
        const string Hostile = "</code><script>alert('x')</script>\"&";
        var project = ProjectLoader.Load(new Dictionary<string, string>
        {
            ["dbt_project.yml"] = $"name: '{Hostile.Replace("'", "''", StringComparison.Ordinal)}'\n",
            ["models/a/m.sql"] = $"select 1 as x -- {Hostile}",
            ["models/a/m.yml"] = JsonSerializer.Serialize(new
            {
                models = new[]
                {
                    new
                    {
                        name = "m",
                        description = Hostile,
                        config = new { tags = Hostile, meta = new { grain = Hostile } },
                        columns = new[] { new { name = Hostile, description = Hostile, data_tests = new[] { "not_null" } } },
                    },
                },
            }),
        });

        var html = CatalogFiles.Create(project, null).Html;

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("</code><script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;/code&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ran_is_told_in_words_and_numbers()
    {
        var finished = new DateTimeOffset(2026, 3, 31, 12, 0, 2, 500, TimeSpan.Zero);
        var build = new CatalogBuild(
            7, finished.AddSeconds(-2.5), finished, null, new Dictionary<string, CatalogRun> { ["fct_b"] = new(6, 12_345, 89.4), ["stg_users"] = new(7, null, 0) }, new Dictionary<string, long>());

        var files = CatalogFiles.Create(SmallGraph.Project, build);

        Assert.Equal(7, files.BuildId);
        Assert.Contains("<dt>last published build</dt><dd>7</dd>", files.Html, StringComparison.Ordinal);
        Assert.Contains("<dt>finished</dt><dd>2026-03-31 12:00:02 UTC</dd>", files.Html, StringComparison.Ordinal);
        Assert.Contains("<dt>took</dt><dd>2.5 s</dd>", files.Html, StringComparison.Ordinal);
        Assert.Contains("<dt>last run</dt><dd>build 6, 12,345 rows, 89 ms</dd>", files.Html, StringComparison.Ordinal);
        Assert.Contains("<dt>last run</dt><dd>build 7, a view, 0 ms</dd>", files.Html, StringComparison.Ordinal);
        Assert.Contains("<dt>last run</dt><dd>never</dd>", files.Html, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(files.Json);
        Assert.Equal(7, json.RootElement.GetProperty("build").GetProperty("build_id").GetInt64());
    }

    private static string[] Names(JsonElement model, string key) => [.. model.GetProperty(key).EnumerateArray().Select(name => name.GetString()!)];

    [GeneratedRegex("<section id=\"model-")]
    private static partial Regex SectionOfModel();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:src|href)=""[^#""][^""]*""|url\(|@import|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Fetched();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();
}
