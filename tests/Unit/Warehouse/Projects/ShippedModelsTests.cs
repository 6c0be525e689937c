using System.Text.RegularExpressions;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Unit.Warehouse.Projects;

/// <summary>The house rules of the SQL that ships.</summary>
public sealed partial class ShippedModelsTests
{
    private static readonly ModelProject Project = ProjectLoader.LoadEmbedded();

    public static TheoryData<string> Models => [.. Project.Models.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_states_its_grain_first_and_selects_from_final_last(string model)
    {
        var lines = Project.Models[model].Source.TrimEnd().Split('\n');

        Assert.StartsWith("-- grain: one row per ", lines[0], StringComparison.Ordinal);
        Assert.Equal("select * from final", lines[^1]);
        Assert.InRange(lines.Length, 5, 77);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_tests_that_its_grain_is_unique(string model)
    {
        var definition = Project.Models[model];
        var kind = definition.GrainColumns.Count == 1 ? "unique" : "unique_combination_of_columns";

        Assert.Contains(definition.Tests, test => test.Name == $"{kind}_{model}_{string.Join("_and_", definition.GrainColumns)}");
        Assert.All(definition.GrainColumns, column => Assert.Contains(definition.Columns, documented => documented.Name == column));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_states_by_which_of_its_columns_it_is_distributed(string model)
    {
        var definition = Project.Models[model];

        Assert.NotNull(definition.Distribution);
        Assert.Contains(definition.Distribution.Column, definition.Columns.Select(column => column.Name).Append(null));
    }

    [Fact]
    public void A_computed_table_states_by_which_of_its_columns_it_is_distributed()
    {
        var tables = Project.Sources.Values.Where(table => table.ComputedBy is not null).ToList();

        Assert.NotEmpty(tables);
        Assert.All(tables, table => Assert.Contains(table.Distribution?.Column ?? "", table.Columns.Select(column => column.Name)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_and_its_columns_are_described(string model)
    {
        Assert.NotEmpty(Project.Models[model].Description);
        Assert.All(Project.Models[model].Columns, column => Assert.NotEmpty(column.Description));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_has_the_tag_of_its_layer(string model)
    {
        var definition = Project.Models[model];
        var layers = definition.Tags.Intersect(["staging", "intermediate", "mart"]);

        Assert.StartsWith($"models/{Assert.Single(layers)}", definition.Path, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Only_staging_reads_raw_tables_and_staging_reads_nothing_else(string model)
    {
        var definition = Project.Models[model];
        var isStaging = definition.Path.Contains("/staging/", StringComparison.Ordinal);

        Assert.True(isStaging || !definition.Source.Contains("source('raw'", StringComparison.Ordinal));
        Assert.All(Reference().Matches(definition.Source), read => Assert.True(!isStaging || read.Groups[1].Value.StartsWith("stg_", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"ref\('(\w+)'\)")]
    private static partial Regex Reference();
}
