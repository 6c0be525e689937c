using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>The catalogue of the shipped project, to be written to a folder and opened in a browser. The same project and builds give the same bytes.</summary>
/// <param name="Html">One page that needs nothing beside it and no network.</param>
/// <param name="Json">The same for programs.</param>
/// <param name="BuildId">Published build whose rows, times and test results are in it; null when none are.</param>
public sealed record CatalogFiles(string Html, string Json, long? BuildId)
{
    /// <summary>The catalogue of the project alone.</summary>
    public static CatalogFiles Create() => Create(ProjectLoader.LoadEmbedded(), null);

    /// <summary>The catalogue with rows, times and test results of what a warehouse has published; without them before its first build.</summary>
    /// <exception cref="System.Data.Common.DbException">The warehouse cannot be read.</exception>
    public static async Task<CatalogFiles> CreateAsync(WarehouseDatabase database, CancellationToken cancellationToken = default) =>
        Create(ProjectLoader.LoadEmbedded(), await new PublishedBuildReader(database).ReadAsync(cancellationToken).ConfigureAwait(false));

    internal static CatalogFiles Create(ModelProject project, CatalogBuild? build)
    {
        IComputedStep[] computed = [new ExperimentAnalysisStep()];
        var catalog = ProjectCatalog.Create(project, computed, build);
        return new CatalogFiles(CatalogPage.Write(catalog), CatalogJson.Write(catalog), build?.BuildId);
    }
}
