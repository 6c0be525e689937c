namespace GrpcExp.EndToEnd.Pages;

/// <summary>One server and one browser for all tests of the pages: each takes seconds to start.</summary>
[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<PagesServer>
{
    public const string Name = "Pages";
}
