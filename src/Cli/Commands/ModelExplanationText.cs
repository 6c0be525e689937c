using System.Globalization;
using System.Text;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Commands;

/// <summary>What a model is, as lines of text. All but the SQL are SQL comments, so that the whole can be piped into a SQL tool.</summary>
internal static class ModelExplanationText
{
    public static string Of(string model, ExplainSqlResponse explained)
    {
        var text = new StringBuilder();
        Add(text, "model", $"{model}, {explained.Materialization}");
        Add(text, "holds", explained.Description);
        Add(text, "one row per", explained.Grain);
        Add(text, "reads", explained.DependsOn.Count == 0 ? "nothing" : string.Join(", ", explained.DependsOn));
        Add(text, "last run", LastRun(explained));
        return text.Append('\n').Append(explained.Sql).Append('\n').ToString();
    }

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append("-- ").Append(name.PadRight(12)).Append(value.ReplaceLineEndings(" ")).Append('\n');

    private static string LastRun(ExplainSqlResponse explained)
    {
        if (!explained.HasBuildId)
        {
            return "never; this is what the next build runs";
        }

        var rows = explained.HasRows ? string.Create(CultureInfo.InvariantCulture, $"{explained.Rows:N0} rows") : "a view, whose rows are not counted";
        return string.Create(CultureInfo.InvariantCulture, $"build {explained.BuildId}, {rows}, {explained.ElapsedMillis} ms");
    }
}
