using System.Reflection;
using GrpcExp.Warehouse.Builds;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Loads a dbt project: dbt_project.yml, models with the yml beside them, sources and SQL tests.</summary>
internal static class ProjectLoader
{
    private const string ResourcePrefix = "project/";

    /// <summary>The project inside this assembly.</summary>
    public static ModelProject LoadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name[ResourcePrefix.Length..].Replace('\\', '/')] = reader.ReadToEnd();
        }

        return Load(files);
    }

    /// <summary>A project from its files, by path relative to its root.</summary>
    public static ModelProject Load(IReadOnlyDictionary<string, string> files)
    {
        if (!files.TryGetValue("dbt_project.yml", out var projectText))
        {
            throw new WarehouseException("The project has no dbt_project.yml.");
        }

        var project = YamlNodes.ReadMapping("dbt_project.yml", projectText);
        var name = project.Required("dbt_project.yml", "name");
        var vars = project.Find("vars").Members().ToDictionary(member => member.Key, member => member.Value.Text() ?? "");
        var documents = files
            .Where(file => file.Key.StartsWith("models/", StringComparison.Ordinal) && file.Key.EndsWith(".yml", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => (Path: file.Key, Root: YamlNodes.ReadMapping(file.Key, file.Value)))
            .ToArray();
        return new ModelProject(
            name,
            vars,
            ReadModels(files, documents, project.Find("models", name)),
            documents.SelectMany(document => ReadSources(document.Path, document.Root)).ToDictionary(table => (table.Source, table.Name)),
            ReadSqlTests(files))
        {
            Macros = MacroReader.Read(files),
        };
    }

    private static Dictionary<string, ModelDefinition> ReadModels(
        IReadOnlyDictionary<string, string> files,
        IReadOnlyList<(string Path, YamlMappingNode Root)> documents,
        YamlNode? folderConfigs)
    {
        var models = new Dictionary<string, ModelDefinition>();
        foreach (var (path, root) in documents)
        {
            foreach (var node in root.Find("models").Items())
            {
                var name = node.Required(path, "name");
                var sqlPath = $"{Path.GetDirectoryName(path)!.Replace('\\', '/')}/{name}.sql";
                if (!files.TryGetValue(sqlPath, out var source))
                {
                    throw new WarehouseException($"{path} describes model {name}, but there is no {sqlPath}.");
                }

                var folder = sqlPath.Split('/')[1];
                models.Add(name, new ModelDefinition(
                    name,
                    sqlPath,
                    source,
                    folderConfigs.Find(folder, "+materialized").Text() ?? "view",
                    node.Find("description").Text() ?? "",
                    node.Find("config", "meta", "grain").Text() ?? throw new WarehouseException($"{path}: model {name} does not state its grain."),
                    ReadColumns(path, node),
                    DataTestReader.Read(path, node, name, $"{{{{ ref('{name}') }}}}"))
                {
                    // As in dbt, the meta of a file goes before that of its folder.
                    Distribution = Distribution.Parse(node.Find("config", "meta", "distribution_column").Text() ?? folderConfigs.Find(folder, "+meta", "distribution_column").Text()),
                    Tags = [.. Tags(folderConfigs.Find(folder, "+tags")).Concat(Tags(node.Find("config", "tags"))).Distinct().Order(StringComparer.Ordinal)],
                });
            }
        }

        var orphan = files.Keys.FirstOrDefault(path =>
            path.StartsWith("models/", StringComparison.Ordinal)
            && path.EndsWith(".sql", StringComparison.Ordinal)
            && !models.ContainsKey(Path.GetFileNameWithoutExtension(path)));
        return orphan is null ? models : throw new WarehouseException($"{orphan} has no yml that describes it.");
    }

    // dbt takes one word or a list.
    private static IEnumerable<string> Tags(YamlNode? node) =>
        node is YamlScalarNode { Value: { Length: > 0 } tag } ? [tag] : node.Items().Select(item => item.Text()).OfType<string>();

    private static ColumnDefinition[] ReadColumns(string path, YamlNode table) =>
        [.. table.Find("columns").Items().Select(column => new ColumnDefinition(column.Required(path, "name"), column.Find("description").Text() ?? ""))];

    private static IEnumerable<SourceTable> ReadSources(string path, YamlMappingNode root) =>
        from source in root.Find("sources").Items()
        let sourceName = source.Required(path, "name")
        from table in source.Find("tables").Items()
        let name = table.Required(path, "name")
        select new SourceTable(
            sourceName,
            name,
            table.Find("description").Text() ?? "",
            table.Find("config", "meta", "grain").Text() ?? "",
            table.Find("config", "meta", "computed_by").Text(),
            [.. table.Find("config", "meta", "depends_on").Items().Select(item => item.Text() ?? "")],
            DataTestReader.Read(path, table, name, $"{{{{ source('{sourceName}', '{name}') }}}}"))
        {
            Columns = ReadColumns(path, table),
            Distribution = Distribution.Parse(table.Find("config", "meta", "distribution_column").Text()),
        };

    private static DataTest[] ReadSqlTests(IReadOnlyDictionary<string, string> files) =>
    [
        .. files
            .Where(file => file.Key.StartsWith("data_tests/", StringComparison.Ordinal) && file.Key.EndsWith(".sql", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new DataTest(
                Path.GetFileNameWithoutExtension(file.Key),
                "",
                file.Value.Contains("severity='warn'", StringComparison.Ordinal) ? TestSeverity.Warn : TestSeverity.Error,
                file.Value)),
    ];
}
