using System.Text;

namespace GrpcExp.Settings;

/// <summary>Describes settings to people, on a terminal and in a guide.</summary>
public static class SettingText
{
    private const int Indent = 30;
    private const int Width = 130;

    /// <summary>The list for --help, one setting a paragraph; ends with a line break.</summary>
    public static string UsageOf(SettingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        foreach (var setting in table.All.Where(setting => setting.HasFlag))
        {
            Append(text, setting.IsSwitch ? setting.Flag : $"{setting.Flag} {setting.Value}", Told(setting));
        }

        Append(text, "--help", "print this");
        text.Append('\n');
        foreach (var setting in table.All.Where(setting => !setting.HasFlag))
        {
            Append(text, table.VariableOf(setting), Told(setting));
        }

        return text.ToString();
    }

    /// <summary>A table in Markdown; ends with a line break.</summary>
    public static string MarkdownOf(SettingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder("| option, and its name in the file | variable | what | default |\n|---|---|---|---|\n");
        foreach (var setting in table.All)
        {
            var option = setting switch
            {
                { HasFlag: false } => $"`{setting.Name}`, in the file only",
                { IsSwitch: true } => $"`{setting.Flag}`",
                _ => $"`{setting.Flag} {setting.Value.Replace("|", "\\|", StringComparison.Ordinal)}`",
            };
            text.Append($"| {option} | `{table.VariableOf(setting)}` | {setting.Text.Replace("|", "\\|", StringComparison.Ordinal)} | {setting.Default} |\n");
        }

        return text.ToString();
    }

    private static string Told(Setting setting) => setting.Default.Length == 0 ? setting.Text : $"{setting.Text}; default {setting.Default}";

    private static void Append(StringBuilder text, string head, string body)
    {
        var line = new StringBuilder("  ").Append(head);
        line.Append(' ', Math.Max(2, Indent - line.Length));
        foreach (var word in body.Split(' '))
        {
            if (line.Length + word.Length > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(' ', Indent);
            }

            line.Append(word).Append(' ');
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
