using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Templating;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Renders models and data tests for one engine and one build.</summary>
/// <param name="project">The project as written.</param>
/// <param name="dialect">The engine.</param>
/// <param name="vars">Values that override the project's vars.</param>
/// <param name="relation">Where a model is to be found or made.</param>
internal sealed class ModelCompiler(
    ModelProject project,
    WarehouseDialect dialect,
    IReadOnlyDictionary<string, string> vars,
    Func<string, string> relation)
{
    /// <summary>Where a model is to be found or made.</summary>
    public string Relation(string model) => relation(model);

    /// <summary>Parts by the shard of the experiment.</summary>
    public int Shards { get; } = int.Parse(vars.GetValueOrDefault("shards") ?? project.Vars.GetValueOrDefault("shards", "1"), CultureInfo.InvariantCulture);

    /// <summary>Renders a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isIncremental">What <c>is_incremental()</c> answers: true when rows are merged into what is there.</param>
    /// <param name="slice">The part to render; by default the whole.</param>
    public CompiledModel Compile(ModelDefinition model, bool isIncremental, ModelSlice? slice = null)
    {
        var scope = new ModelScope(project, dialect, vars, relation, model.Name, isIncremental, slice ?? ModelSlice.Whole);
        var sql = Template.Parse(model.Path, model.Source).Render(scope).Trim();
        var materialization = scope.Config.GetValueOrDefault("materialized", model.Materialization);
        if (materialization is not ("view" or "table" or "incremental"))
        {
            throw new WarehouseException($"{model.Path}: materialized='{materialization}' is not view, table or incremental.");
        }

        var changedKeys = scope.Config.GetValueOrDefault("changed_keys");
        if (changedKeys is not null)
        {
            scope.Call("ref", [changedKeys], new Dictionary<string, object?>());
        }

        var key = scope.Config.GetValueOrDefault("unique_key", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var isByDay = scope.Config.GetValueOrDefault("partition_by", "") == "day";
        return materialization == "incremental" && key.Length == 0 && !isByDay
            ? throw new WarehouseException($"{model.Path}: an incremental model needs a unique_key, or partition_by='day'.")
            : new CompiledModel(
                model.Name,
                sql,
                materialization,
                key,
                changedKeys,
                scope.Config.GetValueOrDefault("index_by"),
                isByDay,
                scope.Reach,
                scope.Slicing,
                scope.DependsOn,
                scope.Sources);
    }

    /// <summary>Renders a data test and tells what it reads.</summary>
    public (string Sql, IReadOnlySet<string> DependsOn) Compile(DataTest test)
    {
        var scope = new ModelScope(project, dialect, vars, relation, test.Model, isIncremental: false, ModelSlice.Whole);
        return (Template.Parse($"test {test.Name}", test.Template).Render(scope).Trim(), scope.DependsOn);
    }
}
