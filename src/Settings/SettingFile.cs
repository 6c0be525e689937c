using System.Text.Json;

namespace GrpcExp.Settings;

/// <summary>Reads a file of settings: one JSON object, in which comments and a comma too many are fine.</summary>
internal sealed class SettingFile(SettingTable table, ICollection<string> problems, string source)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public void Read(string path, Action<Setting, string, IReadOnlyList<string>> take)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
        }
        catch (JsonException exception)
        {
            // Its message may quote the file, and that may hold a secret.
            problems.Add($"{source} '{path}' is no JSON: look at line {exception.LineNumber + 1}. Write an object like {{\"port\": 5050}}.");
            return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{source} '{path}' cannot be read: {exception.Message}");
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{source} '{path}' is no JSON object: write one like {{\"port\": 5050}}.");
                return;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                Take(path, member, seen.Add(member.Name), take);
            }
        }
    }

    private void Take(string path, JsonProperty member, bool isFirst, Action<Setting, string, IReadOnlyList<string>> take)
    {
        var where = $"{member.Name} in {path}";
        if (member.Name == SettingTable.ConfigName || table.Find(member.Name) is not { } setting)
        {
            problems.Add($"{where} is unknown: the names are those that --help lists, without the dashes.");
        }
        else if (!isFirst)
        {
            problems.Add($"{where} is given twice: give it once.");
        }
        else if (setting.MayRepeat && member.Value.ValueKind == JsonValueKind.Array)
        {
            var texts = member.Value.EnumerateArray().Select(Text).ToList();
            if (texts.Contains(null))
            {
                problems.Add($"{where} is refused: write a list of texts.");
            }
            else
            {
                take(setting, where, texts!);
            }
        }
        else if (Text(member.Value) is { Length: > 0 } text)
        {
            take(setting, where, [text]);
        }
        else
        {
            problems.Add($"{where} is refused: write {(setting.IsSwitch ? "true or false" : setting.MayRepeat ? "a text, or a list of texts" : "a text or a number")}.");
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
