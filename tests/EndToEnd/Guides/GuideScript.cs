using System.Text.RegularExpressions;

namespace GrpcExp.EndToEnd.Guides;

/// <summary>The commands of a guide as one script, and what they must print.</summary>
/// <param name="Commands">All <c>bash</c> blocks, in order.</param>
/// <param name="Expected">Lines of all <c>text</c> blocks, each of which the script's output must hold somewhere.</param>
internal sealed partial record GuideScript(string Commands, IReadOnlyList<string> Expected)
{
    public static GuideScript Of(string markdown)
    {
        var blocks = Fence().Matches(markdown).Select(match => (Language: match.Groups[1].Value, Text: match.Groups[2].Value)).ToArray();
        return new GuideScript(
            string.Join('\n', blocks.Where(block => block.Language == "bash").Select(block => block.Text)),
            [.. blocks.Where(block => block.Language == "text").SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))]);
    }

    [GeneratedRegex("^```(\\w+)\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
