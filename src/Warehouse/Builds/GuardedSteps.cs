using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// The steps that a verdict rests on: all that a computed step reads, near and far, and staging. When a data test of theirs
/// fails, the build goes on and the verdicts say so.
/// </summary>
internal static class GuardedSteps
{
    /// <summary>Such steps among those of a build, closed under what they read; none when the build computes nothing.</summary>
    public static IReadOnlySet<string> Of(ModelProject project, ModelGraph graph, IReadOnlySet<string> steps)
    {
        var computed = project.Sources.Values.Select(table => table.ComputedBy).OfType<string>().Where(steps.Contains).ToHashSet();
        if (computed.Count == 0)
        {
            return new HashSet<string>();
        }

        var restsOnComputed = new HashSet<string>(computed);
        foreach (var step in graph.Steps.Where(step => restsOnComputed.Overlaps(graph.StepReads[step])))
        {
            restsOnComputed.Add(step);
        }

        var guarded = project.Models.Values.Where(model => model.Tags.Contains("staging")).Select(model => model.Name)
            .Concat(computed.SelectMany(step => graph.StepReads[step])).ToHashSet();
        foreach (var step in graph.Steps.Reverse().Where(guarded.Contains))
        {
            guarded.UnionWith(graph.StepReads[step]);
        }

        return guarded.Where(step => !restsOnComputed.Contains(step) && steps.Contains(step)).ToHashSet();
    }
}
