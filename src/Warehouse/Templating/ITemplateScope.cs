namespace GrpcExp.Warehouse.Templating;

/// <summary>The names a template may use.</summary>
internal interface ITemplateScope
{
    /// <summary>Value of a bare or dotted name; throws <see cref="WarehouseException"/> when there is none.</summary>
    object? Get(string name);

    /// <summary>Result of a call; throws <see cref="WarehouseException"/> when there is no such macro or the arguments do not fit.</summary>
    object? Call(string name, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named);
}
