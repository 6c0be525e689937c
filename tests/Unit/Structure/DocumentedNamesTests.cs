using System.Text.RegularExpressions;

namespace GrpcExp.Unit.Structure;

/// <summary>A name that a guide mentions exists.</summary>
public sealed partial class DocumentedNamesTests
{
    private static readonly string[] Tops = ["src/", "sidecar/", "tests/", "protos/", "docs/", "eng/", "seeds/", "loadtests/"];

    public static TheoryData<string> Guides()
    {
        var guides = new TheoryData<string>("README.md", "ARCHITECTURE.md");
        foreach (var guide in Checkout.SourceFiles("docs", "*.md"))
        {
            guides.Add(Path.GetRelativePath(Checkout.Root, guide).Replace('\\', '/'));
        }

        return guides;
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_path_in_a_guide_exists(string guide)
    {
        var text = File.ReadAllText(Checkout.PathOf(guide));
        var missing = Quoted().Matches(text)
            .Select(m => m.Groups[1].Value)
            .Where(n => Tops.Any(t => n.StartsWith(t, StringComparison.Ordinal)) && n.IndexOfAny(['*', '{', '<', '…', ' ']) < 0)
            .Where(n => !Exists(n));
        Assert.Equal([], missing);
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_link_in_a_guide_leads_somewhere(string guide)
    {
        var path = Checkout.PathOf(guide);
        var missing = Link().Matches(File.ReadAllText(path))
            .Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal) && !l.StartsWith('#'))
            .Select(l => l.Split('#')[0])
            .Where(l => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, l)));
        Assert.Equal([], missing);
    }

    private static bool Exists(string name) => Path.Exists(Checkout.PathOf(name.TrimEnd('/').Split(':')[0]));

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
