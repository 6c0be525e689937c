using GrpcExp.Warehouse.Templating;

namespace GrpcExp.Warehouse.Projects;

/// <summary>A macro of the project: text that models share.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Name">The name models call.</param>
/// <param name="Parameters">Names of its arguments.</param>
/// <param name="Source">What it renders.</param>
internal sealed record ProjectMacro(string Path, string Name, IReadOnlyList<string> Parameters, string Source)
{
    /// <summary>Renders it with its arguments; other names are those of the caller.</summary>
    public string Render(ITemplateScope caller, IReadOnlyList<object?> arguments)
    {
        if (arguments.Count != Parameters.Count)
        {
            throw new WarehouseException($"{Name} takes {Parameters.Count} arguments ({string.Join(", ", Parameters)}), not {arguments.Count}.");
        }

        return Template.Parse(Path, Source).Render(new MacroScope(this, caller, arguments)).Trim();
    }

    private sealed class MacroScope(ProjectMacro macro, ITemplateScope caller, IReadOnlyList<object?> arguments) : ITemplateScope
    {
        public object? Get(string name) => macro.Parameters.ToList().IndexOf(name) is >= 0 and var place ? arguments[place] : caller.Get(name);

        public object? Call(string name, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named) =>
            name == macro.Name ? throw new WarehouseException($"macro {name} calls itself.") : caller.Call(name, given, named);
    }
}
