using System.Text;
using System.Text.RegularExpressions;

namespace GrpcExp.Cli.ApiReference;

/// <summary>
/// The comments of .proto files by the full name of what they stand above. Descriptors that are compiled in have no comments; the files of
/// this project are plain enough to be read line by line: one element a line, its comment right above it.
/// </summary>
internal sealed partial class ProtoComments
{
    private readonly Dictionary<string, string> _comments = new(StringComparer.Ordinal);

    /// <summary>Reads all .proto files below a folder.</summary>
    public static ProtoComments ReadAll(string folder)
    {
        var all = new ProtoComments();
        foreach (var file in Directory.GetFiles(folder, "*.proto", SearchOption.AllDirectories))
        {
            all.Read(File.ReadAllText(file));
        }

        return all;
    }

    /// <summary>The comment of an element, its lines joined; empty when it has none.</summary>
    public string Of(string fullName) => _comments.GetValueOrDefault(fullName, "");

    /// <summary>Reads one file.</summary>
    public void Read(string text)
    {
        var package = "";
        var scopes = new Stack<(string Name, bool IsNamed)>();
        var comment = new StringBuilder();
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Append(comment.Length > 0 ? " " : "").Append(line[2..].Trim());
                continue;
            }

            if (Package().Match(line) is { Success: true } named)
            {
                package = named.Groups[1].Value;
            }
            else if (Block().Match(line) is { Success: true } block)
            {
                var isNamed = block.Groups[1].Value != "oneof";
                Keep(block.Groups[2].Value);
                if (!line.EndsWith('}'))
                {
                    scopes.Push((block.Groups[2].Value, isNamed));
                }
            }
            else if (Element().Match(line) is { Success: true } element)
            {
                Keep(element.Groups[1].Success ? element.Groups[1].Value : element.Groups[2].Value);
            }
            else if (line == "}" && scopes.Count > 0)
            {
                scopes.Pop();
            }

            comment.Clear();
        }

        void Keep(string name)
        {
            var scope = string.Join('.', scopes.Reverse().Where(one => one.IsNamed).Select(one => one.Name).Prepend(package).Append(name));
            _comments[scope] = comment.ToString();
        }
    }

    [GeneratedRegex(@"^package ([\w.]+);")]
    private static partial Regex Package();

    [GeneratedRegex(@"^(message|enum|service|oneof) (\w+) \{")]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:rpc (\w+)\(|(?:optional |repeated )?(?:map<[^>]+> |[\w.]+ )?(\w+) = \d+)")]
    private static partial Regex Element();
}
