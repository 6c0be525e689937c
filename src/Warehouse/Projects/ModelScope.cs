using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Templating;

namespace GrpcExp.Warehouse.Projects;

/// <summary>What a model's template sees, for one engine; notes what the template asked for.</summary>
internal sealed class ModelScope(
    ModelProject project,
    WarehouseDialect dialect,
    IReadOnlyDictionary<string, string> vars,
    Func<string, string> relation,
    string self,
    bool isIncremental,
    ModelSlice slice) : ITemplateScope
{
    /// <summary>Models and computed tables referred to.</summary>
    public SortedSet<string> DependsOn { get; } = new(StringComparer.Ordinal);

    /// <summary>Raw tables referred to.</summary>
    public SortedSet<string> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>By what the template can be cut.</summary>
    public ModelSlicing Slicing { get; private set; }

    /// <summary>The widest of the slices by day that the template asked for.</summary>
    public DayReach Reach { get; private set; }

    /// <summary>Arguments of the file's <c>config</c> call.</summary>
    public Dictionary<string, string> Config { get; } = [];

    public object? Get(string name) => name switch
    {
        "this" => dialect.Model(self),
        "target.type" => dialect.Name,
        _ => throw new WarehouseException($"\"{name}\" is unknown; models may use this, target.type and macros."),
    };

    public object? Call(string name, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named)
    {
        switch (name)
        {
            case "config":
                foreach (var (key, value) in named)
                {
                    Config[key] = Expression.Text(value);
                }

                return "";
            case "ref":
                return Ref(Argument(name, arguments, 0, 1));
            case "source":
                return Source(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "var":
                return Var(arguments);
            case "is_incremental":
                return isIncremental;
            case "dateadd" or "dbt.dateadd":
                return dialect.DateAdd(Argument(name, arguments, 0, 3), Argument(name, arguments, 1, 3), Argument(name, arguments, 2, 3));
            case "datediff" or "dbt.datediff":
                return dialect.DateDiff(Argument(name, arguments, 0, 3), Argument(name, arguments, 1, 3), Argument(name, arguments, 2, 3));
            case "date_trunc" or "dbt.date_trunc":
                return dialect.DateTrunc(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "json_number":
                return dialect.JsonNumber(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "json_text":
                return dialect.JsonText(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "json_elements":
                return dialect.JsonElements(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "epoch_ms":
                return dialect.EpochMilliseconds(Argument(name, arguments, 0, 1));
            case "ordered_sum":
                return dialect.OrderedSum(Argument(name, arguments, 0, 2), Argument(name, arguments, 1, 2));
            case "shard_slice":
                Slicing = ModelSlicing.Shard;
                var shard = Argument(name, arguments, 0, 1);
                return slice.Count == 1 ? "1 = 1" : $"{shard} = {slice.Index}";
            case "key_slice":
                Slicing = ModelSlicing.Key;
                var slicedBy = Argument(name, arguments, 0, 1);
                return slice.Count == 1 ? "1 = 1" : dialect.KeySlice(slicedBy, slice.Index, slice.Count);
            case "day_slice":
                return DaySlice(name, arguments);
            default:
                return project.Macros.TryGetValue(name, out var macro) ? macro.Render(this, arguments) : throw new WarehouseException(
                    $"macro {name} is unknown; models may use macros of the project, ref, source, var, config, is_incremental, dateadd, datediff, date_trunc, json_number, json_text, json_elements, epoch_ms, ordered_sum, key_slice, shard_slice and day_slice.");
        }
    }

    private static string Argument(string macro, IReadOnlyList<object?> arguments, int index, int count) =>
        arguments.Count == count
            ? Expression.Text(arguments[index])
            : throw new WarehouseException($"{macro} takes {count} arguments, not {arguments.Count}.");

    private string DaySlice(string macro, IReadOnlyList<object?> arguments)
    {
        if (arguments.Count == 1)
        {
            return slice.Day is { } only ? $"{Expression.Text(arguments[0])} = {dialect.DayLiteral(only)}" : "1 = 1";
        }

        var reach = new DayReach(Days(macro, Argument(macro, arguments, 1, 3)), Days(macro, Argument(macro, arguments, 2, 3)));
        Reach = Reach.With(reach);
        return slice.Day is { } day
            ? $"{Expression.Text(arguments[0])} between {dialect.DayLiteral(day.AddDays(-reach.Before))} and {dialect.DayLiteral(day.AddDays(reach.After))}"
            : "1 = 1";
    }

    private static int Days(string macro, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 3_660
            ? days
            : throw new WarehouseException($"{macro} reaches \"{text}\" days; write a whole number between 0 and 3660.");

    private string Ref(string model)
    {
        if (!project.Models.ContainsKey(model))
        {
            throw new WarehouseException($"ref('{model}') names no model of this project.");
        }

        DependsOn.Add(model);
        return relation(model);
    }

    private string Source(string source, string table)
    {
        if (!project.Sources.TryGetValue((source, table), out var found))
        {
            throw new WarehouseException($"source('{source}', '{table}') is in no sources.yml.");
        }

        if (found.ComputedBy is not null)
        {
            DependsOn.Add(table);
            return relation(table);
        }

        Sources.Add($"{source}.{table}");
        return dialect.Table(source, table);
    }

    private string Var(IReadOnlyList<object?> arguments)
    {
        var name = arguments.Count is 1 or 2 ? Expression.Text(arguments[0]) : throw new WarehouseException("var takes a name and perhaps a default.");
        if (vars.TryGetValue(name, out var value) || project.Vars.TryGetValue(name, out value))
        {
            return value;
        }

        return arguments.Count == 2 ? Expression.Text(arguments[1]) : throw new WarehouseException($"var('{name}') is set neither in dbt_project.yml nor for this build.");
    }
}
