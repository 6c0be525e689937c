using GrpcExp.Warehouse.Builds;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Turns the data tests of a yml into queries whose rows are failures.</summary>
internal static class DataTestReader
{
    /// <summary>Tests of a model or source table and of its columns.</summary>
    public static IReadOnlyList<DataTest> Read(string path, YamlNode table, string model, string relation)
    {
        var tests = new List<DataTest>();
        foreach (var test in table.Find("data_tests").Items())
        {
            tests.Add(ReadTest(path, test, model, relation, column: ""));
        }

        foreach (var column in table.Find("columns").Items())
        {
            var name = column.Required(path, "name");
            tests.AddRange(column.Find("data_tests").Items().Select(test => ReadTest(path, test, model, relation, name)));
        }

        return tests;
    }

    private static DataTest ReadTest(string path, YamlNode test, string model, string relation, string column)
    {
        var (kind, arguments) = test is YamlMappingNode mapping && mapping.Children.Count == 1
            ? mapping.Members().Single()
            : (test.Text() ?? "", test);
        var severity = arguments.Find("config", "severity").Text() switch
        {
            null or "error" => TestSeverity.Error,
            "warn" => TestSeverity.Warn,
            var other => throw new WarehouseException($"{path} line {test.Start.Line}: severity {other} is neither warn nor error."),
        };

        // As in dbt: only the rows that hold are tested.
        if (arguments.Find("config", "where").Text() is { Length: > 0 } where)
        {
            relation = $"(select * from {relation} as tested where {where})";
        }

        var shortKind = kind[(kind.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var (suffix, query) = shortKind switch
        {
            "not_null" => (column, $"select * from {relation} as tested where {column} is null"),
            "unique" => (column, $"select {column} from {relation} as tested where {column} is not null group by {column} having count(*) > 1"),
            "accepted_values" => (column, AcceptedValues(path, arguments, relation, column)),
            "accepted_range" => (column, AcceptedRange(path, arguments, relation, column)),
            "relationships" => (column, Relationships(path, arguments, relation, column)),
            "unique_combination_of_columns" => Combination(arguments, relation),
            _ => throw new WarehouseException(
                $"{path} line {test.Start.Line}: data test {kind} is unknown; use not_null, unique, accepted_values, accepted_range, relationships or unique_combination_of_columns."),
        };
        return new DataTest($"{shortKind}_{model}_{suffix}", model, severity, query) { Kind = shortKind, Column = column };
    }

    private static string AcceptedValues(string path, YamlNode arguments, string relation, string column)
    {
        var values = arguments.Find("values").Items().Select(value => value.SqlLiteral()).ToArray();
        return values.Length > 0
            ? $"select * from {relation} as tested where {column} is not null and {column} not in ({string.Join(", ", values)})"
            : throw new WarehouseException($"{path} line {arguments.Start.Line}: accepted_values needs values.");
    }

    private static string AcceptedRange(string path, YamlNode arguments, string relation, string column)
    {
        string?[] bounds =
        [
            arguments.Find("min_value") is { } low ? $"{column} < {low.SqlLiteral()}" : null,
            arguments.Find("max_value") is { } high ? $"{column} > {high.SqlLiteral()}" : null,
        ];
        var conditions = bounds.Where(bound => bound is not null).ToArray();
        return conditions.Length > 0
            ? $"select * from {relation} as tested where {string.Join(" or ", conditions)}"
            : throw new WarehouseException($"{path} line {arguments.Start.Line}: accepted_range needs min_value or max_value.");
    }

    private static string Relationships(string path, YamlNode arguments, string relation, string column)
    {
        var to = arguments.Required(path, "to");
        var field = arguments.Required(path, "field");
        return
            $$$"""
            select child.*
            from {{{relation}}} as child
            left join {{ {{{to}}} }} as parent on parent.{{{field}}} = child.{{{column}}}
            where child.{{{column}}} is not null and parent.{{{field}}} is null
            """;
    }

    private static (string Suffix, string Query) Combination(YamlNode arguments, string relation)
    {
        var columns = arguments.Find("combination_of_columns").Items().Select(item => item.Text()).ToArray();
        var list = string.Join(", ", columns);
        return (string.Join("_and_", columns), $"select {list} from {relation} as tested group by {list} having count(*) > 1");
    }
}
