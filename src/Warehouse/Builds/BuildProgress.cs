namespace GrpcExp.Warehouse.Builds;

/// <summary>Reported as a step starts and again as it ends.</summary>
/// <param name="Completed">Steps finished so far.</param>
/// <param name="Total">Steps of the whole build.</param>
/// <param name="Kind">What the step is.</param>
/// <param name="Name">Model name, or <c>publish</c>.</param>
/// <param name="Finished">False as the step starts, true as it ends.</param>
/// <param name="Rows">Rows of the finished model; null for views, tests and unfinished steps.</param>
/// <param name="Elapsed">Time the finished step took; zero as it starts.</param>
public sealed record BuildProgress(
    int Completed,
    int Total,
    BuildStepKind Kind,
    string Name,
    bool Finished,
    long? Rows,
    TimeSpan Elapsed);
