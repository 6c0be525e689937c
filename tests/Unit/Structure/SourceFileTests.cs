using System.Text.RegularExpressions;

namespace GrpcExp.Unit.Structure;

/// <summary>Habits that can be counted.</summary>
public sealed partial class SourceFileTests
{
    private static IEnumerable<string> Sources =>
        new[] { "src", "sidecar", "tests" }.SelectMany(f => Checkout.SourceFiles(f, "*.cs"));

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Equal([], Offenders(Sources, f => File.ReadLines(f).Count() > 400));

    [Fact]
    public void No_model_is_longer_than_100_lines() =>
        Assert.Equal([], Offenders(Checkout.SourceFiles("src", "*.sql"), f => f.Contains("models") && File.ReadLines(f).Count() > 100));

    [Fact]
    public void A_file_declares_one_public_type() =>
        Assert.Equal([], Offenders(Sources, f => !Relative(f).StartsWith("tests", StringComparison.Ordinal) && PublicType().Count(File.ReadAllText(f)) > 1));

    [Fact]
    public void Folders_are_named_for_the_product_and_not_for_a_technical_layer()
    {
        string[] banned = ["Helpers", "Managers", "Utils", "Utilities", "Common", "Misc"];
        Assert.Equal([], Offenders(Sources, f => Relative(f).Split('/').Intersect(banned).Any()));
    }

    [Fact]
    public void Every_proto_element_has_a_comment()
    {
        var bare = new List<string>();
        foreach (var file in Checkout.SourceFiles("protos", "*.proto"))
        {
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                if (ProtoElement().IsMatch(lines[i]) && (i == 0 || !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)))
                {
                    bare.Add($"{Relative(file)}:{i + 1}: {lines[i].Trim()}");
                }
            }
        }

        Assert.Empty(bare);
    }

    private static string[] Offenders(IEnumerable<string> files, Func<string, bool> breaks) => [.. files.Where(breaks).Select(Relative)];

    private static string Relative(string path) => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/');

    // A type at the top level of a file-scoped namespace starts at the margin.
    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*(?:(?:message|enum|service|rpc|oneof)\s+\w+|(?:repeated\s+|optional\s+)?(?:map<[^>]+>|[\w.]+)\s+\w+\s*=\s*\d+\s*(?:\[[^\]]*\])?;|[A-Z][A-Z0-9_]*\s*=\s*\d+;)")]
    private static partial Regex ProtoElement();
}
