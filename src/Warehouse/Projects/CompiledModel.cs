namespace GrpcExp.Warehouse.Projects;

/// <summary>A model rendered for one engine and one build.</summary>
/// <param name="Name">Model name.</param>
/// <param name="Sql">The query.</param>
/// <param name="Materialization">view, table or incremental.</param>
/// <param name="UniqueKey">Columns by which an incremental model is merged; empty for the others.</param>
/// <param name="ChangedKeys">The model that lists the keys whose rows may have changed; null when the new rows tell.</param>
/// <param name="IndexBy">Column by which rows lie in order and parts are read; null for none.</param>
/// <param name="IsByDay">True for an incremental model that replaces whole days (<c>partition_by='day'</c>).</param>
/// <param name="Reach">How far it looks around a day (<c>day_slice</c>).</param>
/// <param name="Slicing">By what the query can be cut.</param>
/// <param name="DependsOn">Models and computed tables it reads.</param>
/// <param name="Sources">Raw tables it reads.</param>
internal sealed record CompiledModel(
    string Name,
    string Sql,
    string Materialization,
    IReadOnlyList<string> UniqueKey,
    string? ChangedKeys,
    string? IndexBy,
    bool IsByDay,
    DayReach Reach,
    ModelSlicing Slicing,
    IReadOnlySet<string> DependsOn,
    IReadOnlySet<string> Sources);
