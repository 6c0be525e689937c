namespace GrpcExp.Warehouse.Projects;

/// <summary>The part of a model that one statement makes.</summary>
/// <param name="Index">Number of the slice by key, from 0.</param>
/// <param name="Count">Slices by key; 1 for the whole.</param>
/// <param name="Day">The only day to make; null for all.</param>
internal readonly record struct ModelSlice(int Index, int Count, DateOnly? Day)
{
    /// <summary>All of the model.</summary>
    public static readonly ModelSlice Whole = new(0, 1, null);
}
