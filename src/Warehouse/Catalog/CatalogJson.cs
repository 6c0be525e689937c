using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>The catalogue for programs: snake_case, keys only ever added, null for what is not known.</summary>
internal static class CatalogJson
{
    // The file is JSON and never part of a page, so that × may stay ×.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ProjectCatalog catalog)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("project", catalog.Project);
            Build(json, catalog.Build);
            json.WriteStartArray("models");
            foreach (var model in catalog.Models)
            {
                Model(json, model);
            }

            json.WriteEndArray();
            Tests(json, catalog.SqlTests);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void Build(Utf8JsonWriter json, CatalogBuild? build)
    {
        if (build is null)
        {
            json.WriteNull("build");
            return;
        }

        json.WriteStartObject("build");
        json.WriteNumber("build_id", build.BuildId);
        json.WriteString("started_at", build.StartedAt.UtcDateTime);
        json.WriteString("finished_at", build.FinishedAt.UtcDateTime);
        if (build.Watermark is { } watermark)
        {
            json.WriteString("watermark_at", watermark.UtcDateTime);
        }
        else
        {
            json.WriteNull("watermark_at");
        }

        json.WriteEndObject();
    }

    private static void Model(Utf8JsonWriter json, CatalogModel model)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteString("folder", model.Folder);
        json.WriteString("path", model.Path);
        json.WriteString("description", model.Description);
        json.WriteString("grain", model.Grain);
        json.WriteString("materialization", model.Materialization);
        Names(json, "unique_key", model.UniqueKey);
        Names(json, "tags", model.Tags);
        json.WriteString("distribution", model.Distribution);
        json.WriteStartArray("columns");
        foreach (var column in model.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("description", column.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Tests(json, model.Tests);
        Names(json, "reads", model.Reads);
        Names(json, "read_by", model.ReadBy);
        json.WriteString("sql", model.Written);
        json.WriteStartObject("compiled");
        foreach (var (engine, sql) in model.Compiled)
        {
            json.WriteString(engine, sql);
        }

        json.WriteEndObject();
        Run(json, model.Run);
        json.WriteEndObject();
    }

    private static void Run(Utf8JsonWriter json, CatalogRun? run)
    {
        if (run is null)
        {
            json.WriteNull("run");
            return;
        }

        json.WriteStartObject("run");
        json.WriteNumber("build_id", run.BuildId);
        Number(json, "rows", run.Rows);
        json.WriteNumber("elapsed_ms", run.ElapsedMillis);
        json.WriteEndObject();
    }

    private static void Tests(Utf8JsonWriter json, IReadOnlyList<CatalogTest> tests)
    {
        json.WriteStartArray("tests");
        foreach (var test in tests)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name);
            json.WriteString("kind", test.Kind);
            json.WriteString("column", test.Column);
            json.WriteString("severity", test.Severity);
            json.WriteString("sql", test.Sql);
            Number(json, "failures", test.Failures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Names(Utf8JsonWriter json, string key, IReadOnlyList<string> names)
    {
        json.WriteStartArray(key);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
