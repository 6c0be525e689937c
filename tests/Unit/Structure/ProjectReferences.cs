using System.Xml.Linq;

namespace GrpcExp.Unit.Structure;

/// <summary>What the project files say: which project refers to which, and to which packages.</summary>
internal sealed class ProjectReferences
{
    private readonly Dictionary<string, (string[] Projects, string[] Packages, string Path)> _projects = [];

    private ProjectReferences()
    {
    }

    public IReadOnlyCollection<string> Names => _projects.Keys;

    public static ProjectReferences Read()
    {
        var references = new ProjectReferences();
        foreach (var path in new[] { "src", "sidecar", "tests", "loadtests" }.SelectMany(f => Checkout.SourceFiles(f, "*.csproj")))
        {
            var xml = XDocument.Load(path);
            references._projects.Add(
                NameOf(path),
                ([.. Includes(xml, "ProjectReference").Select(NameOf)], [.. Includes(xml, "PackageReference")], path));
        }

        return references;
    }

    public IEnumerable<string> Of(string project) => _projects[project].Projects;

    public IEnumerable<string> PackagesOf(string project) => _projects[project].Packages;

    /// <summary>Load tests are tests too.</summary>
    public bool IsTest(string project) =>
        Path.GetRelativePath(Checkout.Root, _projects[project].Path).Split(Path.DirectorySeparatorChar)[0] is "tests" or "loadtests";

    /// <summary>Everything that a project reaches, through any number of steps.</summary>
    public IReadOnlySet<string> Reach(string project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(Of(project));
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in Of(next))
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }

    private static string NameOf(string path) =>
        Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("GrpcExp.", "", StringComparison.Ordinal);

    private static IEnumerable<string> Includes(XDocument xml, string item) =>
        xml.Descendants(item).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}
