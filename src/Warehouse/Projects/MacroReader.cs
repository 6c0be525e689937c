using System.Text.RegularExpressions;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Reads macros of a project. Those that differ by engine are built into the runner and only dbt reads their files.</summary>
internal static partial class MacroReader
{
    private const string Folder = "macros/";

    public static IReadOnlyDictionary<string, ProjectMacro> Read(IReadOnlyDictionary<string, string> files) => files
        .Where(file => file.Key.StartsWith(Folder, StringComparison.Ordinal) && file.Key.EndsWith(".sql", StringComparison.Ordinal))
        .SelectMany(file => Macro().Matches(file.Value).Select(match => new ProjectMacro(
            file.Key,
            match.Groups["name"].Value,
            match.Groups["parameters"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            match.Groups["body"].Value)))
        .ToDictionary(macro => macro.Name, StringComparer.Ordinal);

    [GeneratedRegex(@"\{%-?\s*macro\s+(?<name>\w+)\((?<parameters>[^)]*)\)\s*-?%\}(?<body>.*?)\{%-?\s*endmacro\s*-?%\}", RegexOptions.Singleline)]
    private static partial Regex Macro();
}
