namespace GrpcExp.Warehouse.Builds;

/// <summary>What a model is and the SQL it last ran, verbatim.</summary>
/// <param name="Model">Model name.</param>
/// <param name="Description">What the model holds.</param>
/// <param name="Grain">What one row is.</param>
/// <param name="Materialization">view, table, incremental or computed.</param>
/// <param name="DependsOn">Models and sources it reads.</param>
/// <param name="Sql">SQL of the last published build, or, before the first build, what the next one would run.</param>
/// <param name="BuildId">Build the SQL ran in; null before the first.</param>
/// <param name="Rows">Rows then; null for a view or before the first build.</param>
/// <param name="Elapsed">Time then; null before the first build.</param>
public sealed record ModelExplanation(
    string Model,
    string Description,
    string Grain,
    string Materialization,
    IReadOnlyList<string> DependsOn,
    string Sql,
    long? BuildId,
    long? Rows,
    TimeSpan? Elapsed);
